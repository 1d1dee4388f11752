/* A self-inspection on a device that may be without network: every change is kept here first, then sent in order.
   Without script the page is one form. */
(function () {
  "use strict";

  const form = document.querySelector("#report");
  if (!form || !window.indexedDB) return;
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const { report, owner, base: address } = form.dataset;
  const token = form.elements.csrfmiddlewaretoken.value;
  const SAID = ["verdict", "explanation", "found_on", "person"];
  const TYPING = 800; // ms after the last key
  const AGAIN = 15000; // ms until it is tried again
  const LONGEST = 1600; // px of a photo

  // ---- What this device keeps: rows {n, owner, report, item, kind, key, base, fields, file, name, at, tried, refused}; those
  // that were sent have what came back (`sent`) until the page itself says so: without network it is an older one.

  const opened = new Promise((resolve, reject) => {
    const asked = indexedDB.open("self-inspection", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("waiting", { keyPath: "n", autoIncrement: true });
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close(); // the log-out in another tab wipes it
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
  });
  opened.catch(() => say(form.dataset.full, true));
  const store = async (mode, work) => {
    const database = await opened;
    return new Promise((resolve, reject) => {
      const deed = database.transaction("waiting", mode);
      const asked = work(deed.objectStore("waiting"));
      deed.oncomplete = () => resolve(asked && asked.result);
      deed.onerror = deed.onabort = () => reject(deed.error);
    });
  };
  const put = (row) => store("readwrite", (rows) => rows.put(row));
  const drop = (n) => store("readwrite", (rows) => rows.delete(n));
  const everything = () => store("readonly", (rows) => rows.getAll());
  const own = async () => (await everything()).filter((row) => row.owner === owner && row.report === report);
  const waiting = async () => (await own()).filter((row) => !row.sent);
  const newKey = () =>
    crypto.randomUUID ? crypto.randomUUID() : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));

  // ---- What the page says

  const saved = document.querySelector("#saved");
  const boxOf = (item) => document.querySelector(`#q${item}`);
  const field = (box, name) => form.elements[`i${box.dataset.item}-${name}`];
  const said = (box) => Object.fromEntries(SAID.map((name) => [name, field(box, name).value]));

  function say(words, waits) {
    saved.textContent = words;
    saved.classList.toggle("waits", Boolean(waits));
  }
  async function sayWaiting() {
    const rows = await waiting();
    localStorage.setItem("self-inspection-waits", (await everything()).filter((row) => !row.sent).length); // of all reports
    if (rows.length) say(`${saved.dataset.kept} (${rows.length})`, true);
    return rows.length;
  }
  function refuse(item, words) {
    const line = boxOf(item) && boxOf(item).querySelector(".refused");
    if (!line) return;
    line.textContent = words || "";
    line.hidden = !words;
  }
  function count() {
    const verdicts = all(".item[data-item]").map((box) => field(box, "verdict").value);
    all("[data-count]").forEach((place) => (place.textContent = verdicts.filter((one) => one === place.dataset.count).length));
    const answered = verdicts.filter(Boolean).length;
    document.querySelector("#answered").textContent = answered;
    document.querySelector("#progress").value = answered;
    all(".secnav a").forEach((link) => {
      const boxes = all(".item", document.querySelector(link.hash));
      link.querySelector("[data-answered]").textContent = boxes.filter((box) => field(box, "verdict").value).length;
    });
  }

  // ---- Keeping: at each key; a change that was never sent, or was refused, makes way for the next one of its item

  let chain = Promise.resolve(); // whatever touches the rows, one after the other
  const inTurn = (work) => (chain = chain.then(work).catch(() => say(form.dataset.full, true)));
  async function keep(box) {
    const item = box.dataset.item;
    const before = (await waiting()).filter((row) => row.kind === "answer" && row.item === item && (row.refused || !row.tried)).pop();
    const row = before || { owner, report, item, kind: "answer", base: Number(box.dataset.base) };
    const key = before && !before.refused ? before.key : newKey();
    await put({ ...row, key, tried: false, refused: "", fields: said(box), at: new Date().toISOString() });
    refuse(item, "");
    await sayWaiting();
  }
  let timer = 0;
  form.addEventListener("input", (event) => {
    const box = event.target.closest(".item[data-item]");
    if (!box || event.target.type === "file") return;
    count();
    inTurn(() => keep(box));
    clearTimeout(timer);
    timer = setTimeout(send, event.target.type === "radio" ? 0 : TYPING);
  });
  form.addEventListener("focusout", () => send());

  // ---- Photos are made smaller here; what says where they were taken stays behind

  async function smaller(file) {
    if (!file.type.startsWith("image/") || !window.createImageBitmap) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      return (await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.82))) || file;
    } catch {
      return file; // the server says what is wrong with it
    }
  }
  function placeOf(row) {
    let place = document.querySelector(`[data-photo="${row.key}"]`);
    if (!place && boxOf(row.item)) {
      place = document.createElement("span");
      place.className = "photo";
      place.dataset.photo = row.key;
      place.append(Object.assign(document.createElement("span"), { className: "state", textContent: row.name }));
      boxOf(row.item).querySelector(".addphoto").before(place);
    }
    return place;
  }
  form.addEventListener("change", async (event) => {
    if (event.target.type !== "file") return;
    const item = event.target.closest(".item").dataset.item;
    const files = Array.from(event.target.files);
    event.target.value = "";
    for (const file of files) {
      const small = await smaller(file);
      const name = small === file ? file.name : file.name.replace(/\.\w+$/, "") + ".jpg";
      const row = { owner, report, item, kind: "photo", key: newKey(), file: small, name, at: new Date().toISOString() };
      await inTurn(() => put(row).then(() => placeOf(row)));
    }
    await inTurn(sayWaiting);
    send();
  });

  // ---- Sending, one after the other, oldest first

  function request(row) {
    const body = new FormData();
    const facts = { csrfmiddlewaretoken: token, key: row.key, device_at: row.at, ...(row.kind === "answer" ? { base: row.base, ...row.fields } : {}) };
    Object.entries(facts).forEach(([name, value]) => body.append(name, value));
    if (row.file) body.append("file", row.file, row.name);
    const url = `${address}items/${row.item}/${row.kind === "photo" ? "evidence/" : ""}`;
    return new Promise((resolve, reject) => {
      const call = new XMLHttpRequest();
      call.open("POST", url);
      call.responseType = "json";
      call.setRequestHeader("Accept", "application/json");
      if (row.file) {
        const state = placeOf(row).querySelector(".state");
        call.upload.onprogress = (event) => (state.textContent = `${Math.round((100 * event.loaded) / event.total)}%`);
      }
      call.onload = () => resolve({ status: call.status, facts: call.response, address: call.responseURL });
      call.onerror = reject;
      call.ontimeout = reject;
      call.timeout = row.file ? 0 : 60000; // a photo on a slow line takes its time
      call.send(body);
    });
  }
  // What came back stands on the page.
  function showSent(row, facts) {
    const box = boxOf(row.item);
    if (row.kind === "photo") {
      const place = placeOf(row);
      place.insertAdjacentHTML("afterend", facts.html);
      place.remove();
    } else if (facts.beside) refuse(row.item, form.dataset.beside);
    else box.dataset.base = field(box, "base").value = facts.version;
  }
  async function taken(row, facts) {
    if (boxOf(row.item)) showSent(row, facts);
    const others = (await own()).filter((other) => other.kind === row.kind && other.item === row.item && other.n !== row.n);
    for (const other of row.kind === "answer" ? others : []) {
      if (other.sent) await drop(other.n);
      else if (!facts.beside) await put({ ...other, base: facts.version }); // what has not seen a rival stays beside it
    }
    await put({ ...row, file: null, sent: facts });
  }
  // What is known for good to be refused waits no longer for a better network.
  async function ended(row, words) {
    await put({ ...row, refused: words });
    refuse(row.item, words);
    if (row.kind === "photo") discardable(row);
  }
  function discardable(row) {
    const place = placeOf(row);
    if (!place || place.querySelector(".rm")) return;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "rm", textContent: "×" });
    button.setAttribute("aria-label", form.dataset.discard);
    button.addEventListener("click", () => inTurn(async () => {
      await drop(row.n);
      place.remove();
      refuse(row.item, "");
      await sayWaiting();
    }));
    place.append(button);
  }
  let again = 0;
  let running = false;
  async function send() {
    if (running) return;
    running = true;
    clearTimeout(again);
    try {
      for (let row = await begin(); row; row = await begin()) {
        say(saved.dataset.saving);
        const answer = await request(row);
        const words = (answer.facts && answer.facts.error) || (answer.status === 404 || answer.status === 413 ? form.dataset.refused : "");
        if (words) await inTurn(() => ended(row, words));
        else if (answer.status === 200 && answer.facts) await inTurn(() => taken(row, answer.facts));
        else throw answer; // a fault of the server, or no login any more: it waits
        document.dispatchEvent(new Event("portal:alive"));
        if (!(await sayWaiting())) say(`${saved.dataset.saved} ${answer.facts.saved}`);
      }
    } catch (failure) {
      const isOut = failure && (failure.status === 403 || (failure.address || "").includes("/account/"));
      inTurn(() => (isOut ? say(form.dataset.login, true) : sayWaiting()));
      again = setTimeout(send, AGAIN);
    }
    running = false;
  }
  // The next row, marked as tried before it leaves: what is typed from now on is another change.
  async function begin() {
    let row;
    await inTurn(async () => {
      row = await next();
      if (row) await put((row = { ...row, tried: true }));
    });
    return row;
  }
  const next = async () => (await waiting()).find((row) => !row.refused);
  window.addEventListener("online", send);

  // What was kept when the page was closed stands in its fields again.
  const isOlder = (row) => form.dataset.at < row.sent.at; // the page than the answer
  async function putBack() {
    for (const row of await own()) {
      const box = boxOf(row.item);
      if (!box || (row.sent && !isOlder(row))) {
        if (row.sent) await drop(row.n);
        continue;
      }
      if (row.kind === "photo") placeOf(row);
      else SAID.forEach((name) => (field(box, name).value = row.fields[name]));
      if (row.sent) showSent(row, row.sent);
      refuse(row.item, row.refused);
      if (row.refused && row.kind === "photo") discardable(row);
    }
    count();
    if (await sayWaiting()) setTimeout(send);
  }

  // A submit waits until all is sent: the server then says what is open.
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    await chain;
    while (running) await new Promise((resolve) => setTimeout(resolve, 50));
    await send();
    if (!(await next())) location.href = `${address}?check=1`;
  }, true);

  // ---- One part at a time

  const parts = all(".part");
  const links = all(".secnav a");
  const steps = all("[data-go]");
  function show(wanted, scroll) {
    const at = Math.max(0, parts.findIndex((part) => part.id === wanted));
    parts.forEach((part, i) => (part.hidden = i !== at));
    links.forEach((link, i) => (i === at ? link.setAttribute("aria-current", "step") : link.removeAttribute("aria-current")));
    steps.forEach((button) => (button.hidden = !parts[at + Number(button.dataset.go)]));
    if (scroll) parts[at].scrollIntoView();
    return at;
  }
  const ofHash = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    return target && target.closest(".part");
  };
  window.addEventListener("hashchange", () => {
    const part = ofHash();
    if (!part) return;
    show(part.id, true);
    if (part.id !== location.hash.slice(1)) document.getElementById(location.hash.slice(1)).scrollIntoView();
  });
  steps.forEach((button) => button.addEventListener("click", () => {
    const at = parts.findIndex((part) => !part.hidden);
    location.hash = parts[at + Number(button.dataset.go)].id;
  }));
  const bad = form.querySelector(".item.bad");
  show((ofHash() || (bad && bad.closest(".part")) || parts[0]).id, Boolean(ofHash()));

  // Another person has worked on this device: what it kept of his pages goes.
  if (localStorage.getItem("self-inspection-owner") !== owner && window.caches) caches.delete("self-inspection");
  localStorage.setItem("self-inspection-owner", owner);
  inTurn(putBack);
  if (navigator.serviceWorker && form.dataset.worker) navigator.serviceWorker.register(form.dataset.worker);
})();
