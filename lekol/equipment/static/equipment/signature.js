/* Signer à l’écran : des traits en nombres entiers dans un cadre de 600 sur 200, envoyés avec le nom. Sans script, le nom suffit. */
(function(){
  var box=document.querySelector('[data-signature]'),field=document.querySelector('[name=strokes]');
  if(!box||!field||!window.PointerEvent)return;
  var svg=box.querySelector('svg'),strokes=[],path=null,NS='http://www.w3.org/2000/svg';
  box.hidden=false;
  function point(e){var r=svg.getBoundingClientRect();
    return[Math.round((e.clientX-r.left)*600/r.width),Math.round((e.clientY-r.top)*200/r.height)]}
  function draw(){var s=strokes[strokes.length-1];
    path.setAttribute('d','M'+s.map(function(p){return p.join(' ')}).join(' L'));field.value=JSON.stringify(strokes)}
  svg.addEventListener('pointerdown',function(e){e.preventDefault();svg.setPointerCapture(e.pointerId);
    path=document.createElementNS(NS,'path');svg.appendChild(path);strokes.push([point(e)]);draw()});
  svg.addEventListener('pointermove',function(e){if(!path)return;
    var s=strokes[strokes.length-1],p=point(e),l=s[s.length-1];
    if(Math.abs(p[0]-l[0])+Math.abs(p[1]-l[1])>2){s.push(p);draw()}});
  try{strokes=JSON.parse(field.value||'[]')}catch(e){strokes=[]}
  strokes.forEach(function(s){path=document.createElementNS(NS,'path');svg.appendChild(path);
    path.setAttribute('d','M'+s.map(function(p){return p.join(' ')}).join(' L'))});path=null;
  function end(){path=null}
  svg.addEventListener('pointerup',end);svg.addEventListener('pointercancel',end);
  box.querySelector('[data-signature-efface]').addEventListener('click',function(){
    strokes=[];field.value='';while(svg.firstChild)svg.removeChild(svg.firstChild)});
})();
