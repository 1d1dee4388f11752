/* Keeps the page of a report, and what it is drawn with, on the device: it opens without network as it was last seen. */
"use strict";

const CACHE = "self-inspection";
const REPORT = /^\/self-inspections\/[0-9a-f-]{36}\/$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function fresh(request, name) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await cache.put(name, answer.clone());
    return answer;
  } catch (failure) {
    const kept = await cache.match(name);
    if (kept) return kept;
    throw failure;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && REPORT.test(url.pathname)) event.respondWith(fresh(request, url.pathname));
  else if (url.pathname.startsWith("/static/")) event.respondWith(fresh(request, url.pathname));
});
