/* Garde les pages de signalement déjà ouvertes, pour qu’elles s’ouvrent sans réseau. Le réseau d’abord, toujours. */
'use strict';
var RESERVE = 'lekol-signaler-1';
self.addEventListener('install', function () { self.skipWaiting(); });
self.addEventListener('activate', function (e) { e.waitUntil(self.clients.claim()); });
self.addEventListener('fetch', function (e) {
  var adresse = new URL(e.request.url);
  var notre = adresse.pathname.indexOf('/signaler/') === 0 || adresse.pathname.indexOf('/statique/') === 0;
  if (e.request.method !== 'GET' || adresse.origin !== self.location.origin || !notre) { return; }
  e.respondWith(fetch(e.request).then(function (r) {
    if (r.ok && !r.redirected) { var copie = r.clone(); caches.open(RESERVE).then(function (c) { c.put(e.request, copie); }); }
    return r;
  }).catch(function () { return caches.match(e.request).then(function (r) { return r || Response.error(); }); }));
});
