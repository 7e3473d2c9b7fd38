/* Signaler ou finir une visite sans réseau : l’envoi est gardé sur le téléphone et repart seul. Sans ce script, tout s’envoie encore. */
(function () {
  'use strict';
  var CLE = 'lk-signalements', REFUS = 'lk-refuses', PLUS_GROS = 4000000, PATIENCE = 20000;
  function lire(cle) { try { return JSON.parse(localStorage.getItem(cle || CLE) || '[]'); } catch (e) { return []; } }
  function ecrire(file, cle) { try { localStorage.setItem(cle || CLE, JSON.stringify(file)); return true; } catch (e) { return false; } }
  function dire(texte) {
    var place = document.querySelector('[data-hors-ligne]');
    if (place) { place.hidden = !texte; place.textContent = texte; }
  }
  function montrer(suite) {
    var n = lire().length, refus = lire(REFUS).length, dit = [];
    if (n) { dit.push((n > 1 ? n + ' envois attendent' : 'Un envoi attend') + ' le retour du réseau. ' + (n > 1 ? 'Ils partiront seuls.' : 'Il partira seul.')); }
    if (refus) { dit.push((refus > 1 ? refus + ' envois gardés n’ont pas été acceptés' : 'Un envoi gardé n’a pas été accepté') + ' : ouvrez la page et envoyez de nouveau.'); ecrire([], REFUS); }
    if (suite) { dit.push(suite); }
    dire(dit.join(' '));
  }
  function champs(form) {
    return Array.from(new FormData(form).entries()).filter(function (c) { return typeof c[1] === 'string' && c[0] !== 'csrfmiddlewaretoken'; });
  }
  function adresse(form) { return form.getAttribute('action') || location.pathname + location.search; }
  function garder(form, photo, fini) {
    var file = lire(), un = { url: adresse(form), champs: champs(form), photo: photo || '', moi: form.getAttribute('data-moi') || '' };
    file = file.filter(function (autre) { return autre.url !== un.url || JSON.stringify(autre.champs) !== JSON.stringify(un.champs); });
    file.push(un);
    if (!ecrire(file)) { un.photo = ''; if (!ecrire(file)) { dire('Ce téléphone ne peut plus rien garder : attendez le réseau pour envoyer.'); return; } }
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
  /* Une réponse : « fait » quand le serveur renvoie ailleurs, « session » quand il faut se reconnecter, « refus » sinon. */
  function sort(r) {
    if (r.status === 403 || (r.redirected && r.url.indexOf('/connexion/') > 0)) { return 'session'; }
    if (r.status >= 500) { return 'serveur'; }
    return r.ok && r.redirected ? 'fait' : 'refus';
  }
  /* Un téléphone sert à plusieurs : ce que l’un a gardé ne part jamais au nom d’un autre, il attend son retour. */
  function mien() {
    var page = document.querySelector('[data-moi]');
    return page && lire().find(function (un) { return un.moi === undefined || un.moi === page.getAttribute('data-moi'); });
  }
  function sans(un) {
    var dit = JSON.stringify(un);
    return lire().filter(function (autre) { return JSON.stringify(autre) !== dit; });
  }
  var enCours = false;
  function renvoyer() {
    var un = mien(), jeton = document.querySelector('[name=csrfmiddlewaretoken]');
    if (enCours || !un || !jeton || !navigator.onLine) { return; }
    enCours = true;
    fetch(un.url, { method: 'POST', body: corps(un, jeton.value), credentials: 'same-origin', redirect: 'follow' })
      .then(function (r) {
        enCours = false;
        var dit = sort(r), reste = sans(un);
        if (dit === 'session') { montrer('Reconnectez-vous pour qu’il parte.'); return; }
        if (dit === 'serveur') { return; }
        if (dit === 'refus') { ecrire(lire(REFUS).concat([un]), REFUS); }
        ecrire(reste);
        montrer(dit === 'fait' ? 'Envoi parti.' : '');
        if (mien()) { renvoyer(); } else if (dit === 'fait' && document.querySelector('[data-etapes]')) { location.reload(); }
      }).catch(function () { enCours = false; });
  }
  function lisible(form) {
    var photo = form.querySelector('[name=photo]');
    return photo && photo.files && photo.files[0] && photo.files[0].size < PLUS_GROS ? photo.files[0] : null;
  }
  function mettreDeCote(form) {
    var moment = form.querySelector('[name=moment]'), photo = lisible(form);
    if (moment && !moment.value) { moment.value = new Date().toISOString(); }
    function fini() { montrer(); form.setAttribute('data-attend', ''); form.querySelectorAll('button').forEach(function (b) { b.disabled = true; }); }
    if (!photo) { garder(form, '', fini); return; }
    var lecteur = new FileReader();
    lecteur.onload = function () { garder(form, lecteur.result, fini); };
    lecteur.onerror = function () { garder(form, '', fini); };
    lecteur.readAsDataURL(photo);
  }
  /* Le téléphone dit souvent « connecté » quand rien ne passe : on essaie, et on garde si rien ne revient. */
  function envoyer(e) {
    var form = e.target;
    e.preventDefault();
    if (!navigator.onLine || !window.AbortController) { if (navigator.onLine) { form.submit(); } else { mettreDeCote(form); } return; }
    var frein = new AbortController(), minuteur = setTimeout(function () { frein.abort(); }, lisible(form) ? 6 * PATIENCE : PATIENCE);
    form.setAttribute('aria-busy', 'true');
    fetch(adresse(form), { method: 'POST', body: new FormData(form), credentials: 'same-origin', signal: frein.signal })
      .then(function (r) {
        clearTimeout(minuteur); form.removeAttribute('aria-busy');
        if (sort(r) === 'fait') { location.href = r.url; } else { form.submit(); }
      }).catch(function () { clearTimeout(minuteur); form.removeAttribute('aria-busy'); mettreDeCote(form); });
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
  /* La page d’une étiquette s’ouvre encore sans réseau : le gardien commun l’emporte. Celui d’avant, à part, se retire. */
  function emporter() {
    navigator.serviceWorker.getRegistrations().then(function (gardiens) {
      gardiens.forEach(function (g) { if (new URL(g.scope).pathname === '/signaler/') { g.unregister(); } });
      return navigator.serviceWorker.register('/hors-ligne.js');
    }).then(function () { return navigator.serviceWorker.ready; }).then(function (la) {
      var habits = Array.from(document.querySelectorAll('link[rel=stylesheet],script[src]')).map(function (e) { return e.href || e.src; });
      la.active.postMessage({ garder: [location.pathname], habits: habits });
    }).catch(function () {});
  }
  document.addEventListener('DOMContentLoaded', function () {
    var formes = document.querySelectorAll('form[data-garde]');
    formes.forEach(function (form) { form.addEventListener('submit', envoyer); });
    document.querySelectorAll('[data-proposer]').forEach(proposer);
    montrer(); renvoyer();
    window.addEventListener('online', renvoyer);
    if ('serviceWorker' in navigator && location.pathname.indexOf('/signaler/') === 0 && formes.length) { emporter(); }
  });
})();
