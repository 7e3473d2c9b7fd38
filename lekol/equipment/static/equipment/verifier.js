/* Vérifier une salle : lecture à l’appareil photo ou à la douchette, envoi différé sans réseau. Sans lui, la page s’envoie. */
(function () {
  'use strict';
  var d = document, form = d.querySelector('[data-verifier]');
  var dire = d.querySelector('[data-dire-etat]');
  function annonce(texte) { if (dire) dire.textContent = texte; }

  /* La file d’attente : une vérification par clé, dans IndexedDB. */
  function base(suite) {
    var q = indexedDB.open('lekol-verifier', 1);
    q.onupgradeneeded = function () { q.result.createObjectStore('attente', {keyPath: 'cle'}); };
    q.onsuccess = function () { suite(q.result); };
  }
  function garder(envoi, suite) {
    base(function (b) { var t = b.transaction('attente', 'readwrite'); t.objectStore('attente').put(envoi); t.oncomplete = suite; });
  }
  function oublier(cle) { base(function (b) { b.transaction('attente', 'readwrite').objectStore('attente').delete(cle); }); }
  function attente(suite) {
    base(function (b) { var q = b.transaction('attente').objectStore('attente').getAll(); q.onsuccess = function () { suite(q.result); }; });
  }
  function jeton() { var m = d.cookie.match(/(?:^|; )csrftoken=([^;]+)/); return m ? m[1] : ''; }
  function envoyer(envoi) {
    return fetch(envoi.adresse, {method: 'POST', credentials: 'same-origin',
      headers: {'Content-Type': 'application/x-www-form-urlencoded', 'Accept': 'application/json', 'X-CSRFToken': jeton() || envoi.jeton},
      body: envoi.corps}).then(function (r) {
        if (r.redirected || r.status === 403) throw new Error('session');
        if (r.status >= 500) throw new Error('serveur');
        oublier(envoi.cle);
        return r.ok ? r.json() : {refus: true};
      });
  }
  function vider() {
    attente(function (tout) {
      if (!tout.length) return;
      annonce(tout.length + (tout.length > 1 ? ' vérifications attendent' : ' vérification attend') + ' le réseau.');
      tout.reduce(function (avant, envoi) {
        return avant.then(function () { return envoyer(envoi).then(function (r) { montrer(envoi, r); }); });
      }, Promise.resolve()).catch(function (e) {
        if (e.message === 'session') annonce('Reconnectez-vous : une vérification attend d’être envoyée.');
      });
    });
  }
  function montrer(envoi, r) {
    var liste = d.querySelector('[data-envoyees]');
    if (!liste || !r.url) return;
    var li = d.createElement('li'), a = d.createElement('a');
    a.href = r.url; a.textContent = envoi.titre + ' : envoyée, voir ce qui reste à régler'; li.appendChild(a); liste.appendChild(li);
    annonce('Vérification envoyée.');
  }
  /* Emporter : cette page, et celles des salles et des mallettes qu’elle nomme, pour les écoles sans réseau. */
  if ('serviceWorker' in navigator) {
    navigator.serviceWorker.register('/hors-ligne.js').then(function () { return navigator.serviceWorker.ready; }).then(function (la) {
      if (!navigator.onLine) return;
      var pages = [location.pathname], voie = new MessageChannel();
      d.querySelectorAll('[data-garder]').forEach(function (lien) { pages.push(lien.getAttribute('href')); });
      var habits = Array.from(d.querySelectorAll('link[rel=stylesheet],script[src]')).map(function (e) { return e.href || e.src; });
      if (pages.length > 1) voie.port1.onmessage = function () { annonce('Cette page, ses salles et ses mallettes sont gardées sur ce téléphone.'); };
      la.active.postMessage({ garder: pages, habits: habits }, [voie.port2]);
    }).catch(function () {});
  }
  addEventListener('online', vider);
  if ('indexedDB' in window) vider();
  if (!form) return;
  /* Une page gardée sert plusieurs fois : chaque vérification a sa clé. */
  if (window.crypto && crypto.randomUUID) form.elements.key.value = crypto.randomUUID();

  /* Les numéros lus : attendus, ils sont vus ; les autres s’ajoutent. */
  var champ = form.querySelector('[data-lire]'), autres = form.querySelector('[name=extra]');
  function numero(texte) { var m = texte.trim().match(/\/equipements\/([^\/?#]+)/); return m ? decodeURIComponent(m[1]) : texte.trim(); }
  function lu(texte) {
    var n = numero(texte); if (!n) return;
    var cases = form.querySelectorAll('[name=missing]'), i;
    for (i = 0; i < cases.length; i++) if (cases[i].value === n) { cases[i].checked = false; annonce(n + ' : vu.'); return; }
    if (('\n' + autres.value + '\n').indexOf('\n' + n + '\n') < 0) autres.value = (autres.value.trim() + '\n' + n).trim();
    annonce(n + ' : n’est pas attendu ici, ajouté.');
  }
  champ.addEventListener('keydown', function (e) {
    if (e.key === 'Enter') { e.preventDefault(); lu(champ.value); champ.value = ''; }
  });
  var rien = form.querySelector('[data-tout-absent]');
  rien.hidden = false;
  rien.addEventListener('click', function () {
    var cases = form.querySelectorAll('[name=missing]');
    for (var i = 0; i < cases.length; i++) cases[i].checked = true;
    champ.focus(); annonce('Tout est absent jusqu’à ce que vous le lisiez.');
  });
  var photo = form.querySelector('[data-photo]'), video = form.querySelector('video');
  if ('BarcodeDetector' in window && navigator.mediaDevices) {
    photo.hidden = false;
    photo.addEventListener('click', function () {
      navigator.mediaDevices.getUserMedia({video: {facingMode: 'environment'}}).then(function (flux) {
        video.srcObject = flux; video.hidden = false; video.play();
        var lecteur = new BarcodeDetector({formats: ['qr_code', 'code_128']}), dernier = '';
        setInterval(function () {
          lecteur.detect(video).then(function (codes) {
            if (codes.length && codes[0].rawValue !== dernier) { dernier = codes[0].rawValue; lu(dernier); }
          }).catch(function () {});
        }, 300);
      }).catch(function () { annonce('L’appareil photo n’est pas autorisé : tapez le numéro, ou utilisez une douchette.'); });
    });
  }

  /* L’envoi : gardé d’abord, parti dès qu’il y a du réseau. La clé fait qu’un second envoi ne compte pas. */
  form.addEventListener('submit', function (e) {
    if (!('indexedDB' in window)) return;
    e.preventDefault();
    form.elements.taken_at.value = new Date().toISOString();
    if (champ.value.trim()) { lu(champ.value); champ.value = ''; }
    var envoi = {cle: form.elements.key.value, adresse: location.pathname, titre: form.getAttribute('data-titre'),
      jeton: form.elements.csrfmiddlewaretoken.value, corps: new URLSearchParams(new FormData(form)).toString()};
    garder(envoi, function () {
      envoyer(envoi).then(function (r) { if (r.url) location.href = r.url; else annonce('Cette vérification a été refusée : rechargez la page.'); })
        .catch(function () { annonce('Pas de réseau : la vérification est gardée sur ce téléphone et partira toute seule.');
          form.querySelector('[type=submit]').disabled = true; });
    });
  });
})();
