/* Le seul service worker de Lékol : garde les pages de vérification ouvertes, et celles qu’une page demande d’emporter
   (une tournée, un signalement), pour les salles sans réseau. La déconnexion efface tout ; il ne garde rien d’autre. */
'use strict';
var GARDE = 'lekol-verifier-1';
var PAGE = /^\/(ecoles\/[^/]+\/(verifications\/|salles\/\d+\/verifier\/)|equipements\/[^/]+\/verifier\/)$/;
/* Styles et images ne sont gardés qu’avec des pages : après la déconnexion, il ne reste rien. */
function habiller(demande, copie) {
  caches.has(GARDE).then(function (la) { if (la) caches.open(GARDE).then(function (c) { c.put(demande, copie); }); });
}
var GARDEES = 60;
self.addEventListener('message', function (e) {
  var pages = (e.data && e.data.garder || []).slice(0, GARDEES), habits = (e.data && e.data.habits || []).slice(0, GARDEES);
  var reponse = e.ports && e.ports[0];
  e.waitUntil(caches.open(GARDE).then(function (c) {
    return pages.concat(habits).reduce(function (avant, page) {
      return avant.then(function () {
        return fetch(page, { credentials: 'same-origin' }).then(function (r) { if (r.ok && !r.redirected) { return c.put(page, r); } });
      });
    }, Promise.resolve()).then(function () { if (reponse) { reponse.postMessage(pages.length); } }).catch(function () {});
  }));
});
self.addEventListener('install', function () { self.skipWaiting(); });
/* Ce qu’un gardien d’avant avait mis ailleurs s’en va avec lui. */
self.addEventListener('activate', function (e) {
  e.waitUntil(caches.keys().then(function (noms) {
    return Promise.all(noms.filter(function (nom) { return nom.indexOf('lekol-') === 0 && nom !== GARDE; }).map(function (nom) { return caches.delete(nom); }));
  }).then(function () { return self.clients.claim(); }));
});
/* Une page déjà gardée est gardée de nouveau, fraîche ; sans page gardée, aucune réserve n’est ouverte. */
function rafraichir(page, copie) {
  return caches.has(GARDE).then(function (la) { return la && caches.open(GARDE); }).then(function (c) {
    return c && c.match(page).then(function (vieille) { if (vieille) { return c.put(page, copie); } });
  });
}
self.addEventListener('fetch', function (e) {
  var adresse = new URL(e.request.url);
  if (adresse.origin !== self.location.origin) return;
  if (adresse.pathname === '/comptes/deconnexion/') { e.waitUntil(caches.delete(GARDE)); return; }
  if (e.request.method !== 'GET') return;
  if (PAGE.test(adresse.pathname)) {
    e.respondWith(fetch(e.request).then(function (r) {
      if (r.ok && !r.redirected) { var copie = r.clone(); caches.open(GARDE).then(function (c) { c.put(adresse.pathname, copie); }); }
      return r;
    }).catch(function () {
      return caches.match(adresse.pathname).then(function (r) { return r || Response.error(); });
    }));
  } else if (e.request.mode === 'navigate') {
    e.respondWith(fetch(e.request).then(function (r) {
      if (r.ok && !r.redirected) {
        if (!adresse.search) { rafraichir(adresse.pathname, r.clone()); }
      }
      return r;
    }).catch(function () {
      return caches.match(adresse.pathname).then(function (r) { return r || Response.error(); });
    }));
  } else if (adresse.pathname.indexOf('/statique/') === 0) {
    e.respondWith(caches.match(e.request).then(function (r) {
      return r || fetch(e.request).then(function (neuf) {
        if (neuf.ok) { var copie = neuf.clone(); habiller(e.request, copie); }
        return neuf;
      });
    }));
  }
});
