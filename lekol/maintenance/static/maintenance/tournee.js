/* La tournée : tirer une école à sa place, emporter les pages pour les écoles sans réseau. Les boutons font de même sans lui. */
(function () {
  'use strict';
  var d = document, liste = d.querySelector('[data-etapes]'), tiree = null;
  function jeton() { var c = d.querySelector('[name=csrfmiddlewaretoken]'); return c ? c.value : ''; }

  /* Tirer : l’ordre est écrit par le serveur, la page se relit. */
  function poser(sur) {
    var rangs = Array.prototype.indexOf.call(liste.children, sur) + 1, corps = new FormData();
    corps.append('csrfmiddlewaretoken', jeton()); corps.append('rang', rangs);
    fetch(tiree.getAttribute('data-etape'), { method: 'POST', body: corps, credentials: 'same-origin' })
      .then(function (r) { if (r.ok) { location.reload(); } }).catch(function () {});
  }
  d.querySelectorAll('[data-etape]').forEach(function (etape) {
    var poignee = etape.querySelector('.rang');
    poignee.addEventListener('pointerdown', function () { etape.setAttribute('draggable', 'true'); });
    etape.addEventListener('dragstart', function () { tiree = etape; etape.classList.add('tire'); });
    etape.addEventListener('dragend', function () { etape.classList.remove('tire'); etape.removeAttribute('draggable'); tiree = null; });
    etape.addEventListener('dragover', function (e) { if (tiree) { e.preventDefault(); } });
    etape.addEventListener('drop', function (e) { e.preventDefault(); if (tiree && tiree !== etape) { poser(etape); } });
  });

  /* Emporter : la page du jour et ses pannes, gardées par le même gardien que les vérifications de salles. */
  var emporte = d.querySelector('[data-emporte]');
  if (emporte && 'serviceWorker' in navigator) {
    navigator.serviceWorker.register('/hors-ligne.js').then(function () { return navigator.serviceWorker.ready; }).then(function (la) {
      var pages = [emporte.getAttribute('data-emporte')];
      d.querySelectorAll('[data-garder]').forEach(function (lien) { pages.push(lien.getAttribute('href')); });
      var habits = Array.from(d.querySelectorAll('link[rel=stylesheet],script[src]')).map(function (e) { return e.href || e.src; });
      la.active.postMessage({ garder: pages, habits: habits });
    }).catch(function () {});
  }
})();
