/* Signaler sans réseau : l’envoi est gardé sur le téléphone et repart seul. Sans ce script, tout s’envoie encore. */
(function () {
  'use strict';
  var CLE = 'lk-signalements', PLUS_GROS = 4000000;
  function lire() { try { return JSON.parse(localStorage.getItem(CLE) || '[]'); } catch (e) { return []; } }
  function ecrire(file) { try { localStorage.setItem(CLE, JSON.stringify(file)); return true; } catch (e) { return false; } }
  function dire(texte) {
    var place = document.querySelector('[data-hors-ligne]');
    if (place) { place.hidden = !texte; place.textContent = texte; }
  }
  function montrer() {
    var n = lire().length;
    dire(n ? (n > 1 ? n + ' signalements attendent' : 'Un signalement attend') + ' le retour du réseau. Il part seul, gardez cette page.' : '');
  }
  function champs(form) {
    return Array.from(new FormData(form).entries()).filter(function (c) { return typeof c[1] === 'string' && c[0] !== 'csrfmiddlewaretoken'; });
  }
  function garder(form, photo, fini) {
    var file = lire(), un = { url: form.getAttribute('action') || location.pathname + location.search, champs: champs(form), photo: photo || '' };
    file.push(un);
    if (!ecrire(file)) { un.photo = ''; ecrire(file); }
    fini();
  }
  function corps(un, jeton) {
    var d = new FormData();
    un.champs.forEach(function (c) { d.append(c[0], c[1]); });
    d.append('csrfmiddlewaretoken', jeton);
    if (un.photo) {
      var parts = un.photo.split(','), brut = atob(parts[1]), octets = new Uint8Array(brut.length);
      for (var i = 0; i < brut.length; i++) { octets[i] = brut.charCodeAt(i); }
      d.append('photo', new Blob([octets], { type: 'image/jpeg' }), 'photo.jpg');
    }
    return d;
  }
  var enCours = false;
  function renvoyer() {
    var file = lire(), jeton = document.querySelector('[name=csrfmiddlewaretoken]');
    if (enCours || !file.length || !jeton || !navigator.onLine) { return; }
    enCours = true;
    fetch(file[0].url, { method: 'POST', body: corps(file[0], jeton.value), credentials: 'same-origin', redirect: 'follow' })
      .then(function (r) {
        enCours = false;
        if (r.ok && r.redirected && r.url.indexOf('/connexion/') < 0) { var reste = lire(); reste.shift(); ecrire(reste); montrer(); renvoyer(); }
        else { dire('Un signalement gardé n’a pas été accepté. Ouvrez son étiquette et envoyez-le de nouveau.'); }
      }).catch(function () { enCours = false; });
  }
  function lisible(form) {
    var photo = form.querySelector('[name=photo]');
    return photo && photo.files && photo.files[0] && photo.files[0].size < PLUS_GROS ? photo.files[0] : null;
  }
  function envoyer(e) {
    var form = e.target;
    if (navigator.onLine) { return; }
    e.preventDefault();
    var moment = form.querySelector('[name=moment]'), photo = lisible(form);
    if (moment && !moment.value) { moment.value = new Date().toISOString(); }
    function fini() { montrer(); form.querySelectorAll('button').forEach(function (b) { b.disabled = true; }); }
    if (!photo) { garder(form, '', fini); return; }
    var lecteur = new FileReader();
    lecteur.onload = function () { garder(form, lecteur.result, fini); };
    lecteur.onerror = function () { garder(form, '', fini); };
    lecteur.readAsDataURL(photo);
  }
  /* Les réponses connues, pendant qu’on écrit : un morceau de page du serveur, mis sous la phrase. */
  function proposer(champ) {
    var liste = document.querySelector('[data-reponses]'), attente, rang = 0;
    if (!liste) { return; }
    function chercher() {
      var nature = document.querySelector('[name=nature]:checked'), mien = ++rang;
      var q = champ.value.trim().slice(0, 120);
      if (q.length < 3) { liste.parentNode.hidden = true; return; }
      fetch(champ.getAttribute('data-proposer') + '?q=' + encodeURIComponent(q) + '&nature=' + (nature ? nature.value : ''), { credentials: 'same-origin' })
        .then(function (r) { if (!r.ok || r.redirected) { throw new Error('session'); } return r.text(); })
        .then(function (morceau) {
          if (mien !== rang) { return; }
          liste.innerHTML = morceau;
          liste.parentNode.hidden = !liste.querySelector('details');
        }).catch(function () {});
    }
    function plusTard() { clearTimeout(attente); attente = setTimeout(chercher, 250); }
    champ.addEventListener('input', plusTard);
    document.querySelectorAll('[name=nature]').forEach(function (n) { n.addEventListener('change', plusTard); });
  }
  document.addEventListener('DOMContentLoaded', function () {
    var form = document.querySelector('form[data-garde]');
    if (form) { form.addEventListener('submit', envoyer); }
    document.querySelectorAll('[data-proposer]').forEach(proposer);
    montrer(); renvoyer();
    window.addEventListener('online', renvoyer);
    if ('serviceWorker' in navigator && form) { navigator.serviceWorker.register('/signaler/hors-ligne.js', { scope: '/signaler/' }).catch(function () {}); }
  });
})();
