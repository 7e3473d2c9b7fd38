/* Service worker : garde les pages de vérification ouvertes, et celles qu’une page demande d’emporter (une tournée),
   pour les salles sans réseau. Ne garde rien d’autre. */
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
  e.waitUntil(caches.open(GARDE).then(function (c) {
    return pages.concat(habits).reduce(function (avant, page) {
      return avant.then(function () {
        return fetch(page, { credentials: 'same-origin' }).then(function (r) { if (r.ok && !r.redirected) { return c.put(page, r); } });
      });
    }, Promise.resolve()).catch(function () {});
  }));
});
self.addEventListener('install', function () { self.skipWaiting(); });
self.addEventListener('activate', function (e) { e.waitUntil(self.clients.claim()); });
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
        var copie = r.clone();
        caches.open(GARDE).then(function (c) { return c.match(adresse.pathname).then(function (la) { if (la && !adresse.search) { c.put(adresse.pathname, copie); } }); });
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
