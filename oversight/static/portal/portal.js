/* What every page gains from script; each page works without it. */
(function () {
  "use strict";

  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const one = (selector, root) => (root || document).querySelector(selector);

  document.documentElement.classList.add("js");

  // Keys: Ctrl+Enter submits the form, Escape closes the drawer and open menus.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
      event.target.form.requestSubmit();
    } else if (event.key === "Escape") {
      toggleDrawer(false);
      closeMenus(null, true);
    }
  });

  // The slash leads to the search, unless one is typing.
  document.addEventListener("keydown", (event) => {
    const field = one("#search");
    if (event.key !== "/" || event.altKey || event.ctrlKey || event.metaKey || !field || !field.offsetParent) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    field.focus();
  });

  // Drawer on narrow screens. Without script the same link shows it through :target.
  const root = document.documentElement;
  const opener = one("#nav-open");
  function toggleDrawer(open) {
    if (!opener || open === root.classList.contains("nav-open")) return;
    root.classList.toggle("nav-open", open);
    opener.setAttribute("aria-expanded", open);
    (open ? one("#side a[aria-current]") || one("#side a") : opener).focus();
  }
  if (opener) {
    opener.setAttribute("aria-expanded", "false");
    document.addEventListener("click", (event) => {
      const isOpener = event.target.closest("#nav-open");
      if (isOpener || event.target.closest(".side-close, .scrim")) {
        event.preventDefault();
        toggleDrawer(Boolean(isOpener));
      }
    });
    document.addEventListener("focusin", (event) => {
      if (!event.target.closest("#side, #nav-open")) root.classList.remove("nav-open");
    });
  }

  // Menus made of <details>: one click elsewhere closes them.
  function closeMenus(except, refocus) {
    all("details.menu[open]").forEach((menu) => {
      if (menu === except) return;
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (refocus && inside) one("summary", menu).focus();
    });
  }
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));

  // A form sends once: its buttons rest while the request runs. The one-time key in the form is the guarantee.
  const SLOW = 20000;
  function rest(form) {
    const buttons = Array.from(form.elements).filter((control) => control.type === "submit" && !control.disabled);
    const words = buttons.map((button) => button.innerHTML);
    form.dataset.busy = "1";
    buttons.forEach((button) => {
      button.disabled = true;
      if (button.dataset.busy) button.textContent = button.dataset.busy;
    });
    form.wake = () => {
      delete form.dataset.busy;
      delete form.wake;
      buttons.forEach((button, i) => {
        button.disabled = false;
        button.innerHTML = words[i];
      });
    };
    setTimeout(() => form.wake && form.wake(), SLOW);
  }
  const wakeAll = () => all("form[data-busy]").forEach((form) => form.wake && form.wake());
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.busy) event.preventDefault();
    else setTimeout(() => rest(form)); // after the pressed button's own value has been taken up
  });
  window.addEventListener("pageshow", (event) => event.persisted && wakeAll());
  document.addEventListener("htmx:afterRequest", wakeAll);

  // A form that is kept by itself waits with its submit for the keeping that is under way, or both would be one too many.
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.matches("form[data-keeps].htmx-request")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      form.addEventListener("htmx:afterRequest", () => setTimeout(() => form.requestSubmit(event.submitter)), { once: true });
    },
    true,
  );

  // What was typed into it outlives the end of the login in this tab: the same person finds it on the same page, unless
  // the record has moved on. It is forgotten at the log-out and on every other page.
  const keeping = one("form[data-keeps]");
  const TYPED = "typed";
  if (keeping) {
    const early = Array.from(keeping.elements).find(({ value, defaultValue }) => defaultValue !== undefined && value !== defaultValue);
    if (early) document.addEventListener("htmx:load", () => early.dispatchEvent(new Event("change", { bubbles: true })), { once: true }); // typed before the scripts ran
    const said = () => Array.from(new FormData(keeping)).filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
    const where = `${keeping.dataset.keeps} ${location.pathname}`;
    const before = JSON.parse(sessionStorage.getItem(TYPED) || "null");
    const fits = before && before.where === where && before.version === keeping.elements.version.value;
    if (fits && JSON.stringify(before.said) !== JSON.stringify(said())) {
      before.said.forEach(([name, value]) => keeping.elements[name] && (keeping.elements[name].value = value));
      one("[data-put-back]", keeping).hidden = false;
    }
    keeping.addEventListener("input", () =>
      sessionStorage.setItem(TYPED, JSON.stringify({ where, version: keeping.elements.version.value, said: said() })),
    );
    keeping.addEventListener("htmx:afterRequest", (event) => {
      const { successful, xhr } = event.detail;
      if (successful && !xhr.getResponseHeader("HX-Redirect")) sessionStorage.removeItem(TYPED);
    });
  } else if (one(".person")) sessionStorage.removeItem(TYPED); // a page of somebody who is logged in

  // At the log-out whatever was kept on this device goes, after a warning where something of it has not been sent.
  const WAITS = "self-inspection-waits";
  document.addEventListener("submit", (event) => {
    if (!(event.target.getAttribute("action") || "").endsWith("/account/logout/")) return;
    const words = event.target.dataset.waits;
    if (words && Number(localStorage.getItem(WAITS)) && !window.confirm(words)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    sessionStorage.removeItem(TYPED);
    [WAITS, "self-inspection-owner"].forEach((name) => localStorage.removeItem(name));
    if (window.indexedDB) indexedDB.deleteDatabase("self-inspection");
    if (window.caches) caches.delete("self-inspection");
  }, true);

  // Selects in a filter form apply at once where htmx does not already do so.
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && form.matches("[data-autosubmit]:not([hx-get])") && event.target.tagName === "SELECT") form.requestSubmit();
  });

  // A list with a selection: its bar shows while something is selected, and says how much of what is there.
  function count(form) {
    const boxes = all('.pick input[name]', form);
    const picked = boxes.filter((box) => box.checked).length;
    const everything = one('.bulk [name="all"]', form);
    const takesAll = Boolean(everything && everything.checked);
    const head = one("[data-pick-all]", form);
    const words = one("[data-picked]", form);
    head.checked = picked > 0 && picked === boxes.length;
    head.indeterminate = picked > 0 && picked < boxes.length;
    words.textContent = words.dataset.words.replace("{picked}", picked).replace("{all}", boxes.length);
    one(".bulk", form).hidden = !picked && !takesAll;
  }
  const countAll = () => all("form[data-bulk]").filter((form) => one(".bulk", form)).forEach(count);
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-bulk]");
    if (!form || !one(".bulk", form)) return;
    if (event.target.matches("[data-pick-all]")) all(".pick input[name]", form).forEach((box) => (box.checked = event.target.checked));
    count(form);
  });
  window.addEventListener("pageshow", countAll); // the browser restores what was ticked
  document.addEventListener("htmx:load", countAll);

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  // A request of htmx that failed: the page keeps what was typed and says so, with the number to quote.
  const failure = one("#request-failed");
  function fail(event) {
    const number = event.detail.xhr && event.detail.xhr.getResponseHeader("X-Request-Id");
    one("[data-number]", failure).textContent = number || "–";
    failure.hidden = false;
  }
  if (failure) {
    document.addEventListener("htmx:beforeRequest", () => (failure.hidden = true));
    ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach((name) => document.addEventListener(name, fail));
  }

  // Five minutes before the login ends a note offers to go on; any request in between starts the time anew.
  const ending = one("#session-ending");
  if (ending) {
    const notice = 300;
    let timer;
    const arm = () => {
      clearTimeout(timer);
      ending.hidden = true;
      timer = setTimeout(() => (ending.hidden = false), Math.max(0, ending.dataset.seconds - notice) * 1000);
    };
    ending.addEventListener("click", (event) => {
      if (!event.target.closest("a")) return;
      event.preventDefault();
      fetch(location.href, { method: "HEAD", credentials: "same-origin", redirect: "error" }).then((answer) => (answer.ok ? arm() : location.reload()), () => {}); // without network the page stays
    });
    ["htmx:afterOnLoad", "portal:alive"].forEach((name) => document.addEventListener(name, arm));
    arm();
  }

  // Checking a plan that was read: J and K go from task to task, Enter confirms, E edits; the original goes along.
  const cards = () => all(".found .imp");
  let current = "";
  let place = 0;
  function choose(card, focus) {
    if (!card) return;
    current = card.dataset.task || "";
    place = cards().indexOf(card);
    cards().forEach((other) => other.classList.toggle("cur", other === card));
    all(".src .blk").forEach((block) => block.classList.toggle("cur", block.dataset.task === current));
    const block = current && one(`#s${current}`);
    if (block) block.scrollIntoView({ block: "nearest" });
    if (focus) {
      card.focus({ preventScroll: true });
      card.scrollIntoView({ block: "nearest" });
    }
  }
  document.addEventListener("click", (event) => {
    const block = event.target.closest(".src .blk");
    if (block) choose(one(`#t${block.dataset.task}`), true);
    else choose(event.target.closest(".found .imp"));
  });
  document.addEventListener("keydown", (event) => {
    if (!one(".found") || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.closest("input, textarea, select, summary, button, a")) return;
    const list = cards();
    const at = list.findIndex((card) => card.classList.contains("cur"));
    const card = list[at];
    const press = { Enter: card && one("[data-confirm]", card), e: card && one("[data-edit]", card) }[event.key];
    if (event.key === "j" || event.key === "k") choose(list[Math.min(Math.max(at + (event.key === "j" ? 1 : -1), 0), list.length - 1)], true);
    else if (press) press.click();
    else return;
    event.preventDefault();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "found") return;
    const list = cards();
    choose((current && one(`#t${current}`)) || list[Math.min(place, list.length - 1)], true);
  });

  // The responsibility matrix: one tab stop, arrow keys between filled cells, the column under the pointer.
  const linkIn = (cell) => cell && cell.classList.contains("cell") && cell.querySelector("a");
  const linksOf = (part) => all("td.cell a", part);

  const start = () =>
    all(".mx").forEach((table) => {
      if (!one('td.cell a[tabindex="0"]', table)) linksOf(table).forEach((link, i) => (link.tabIndex = i ? -1 : 0));
    });

  // The next filled cell along a row (by siblings) or down a column (by cell index), or null at the edge.
  function alongRow(cell, step) {
    for (let next = cell[step]; next; next = next[step]) if (linkIn(next)) return linkIn(next);
    return null;
  }
  function alongColumn(cell, step) {
    for (let row = cell.parentNode[step]; row; row = row[step]) {
      const link = linkIn(row.cells[cell.cellIndex]);
      if (link) return link;
    }
    return null;
  }
  const moves = {
    ArrowRight: (cell) => alongRow(cell, "nextElementSibling"),
    ArrowLeft: (cell) => alongRow(cell, "previousElementSibling"),
    ArrowDown: (cell) => alongColumn(cell, "nextElementSibling"),
    ArrowUp: (cell) => alongColumn(cell, "previousElementSibling"),
    Home: (cell) => linksOf(cell.parentNode)[0],
    End: (cell) => linksOf(cell.parentNode).pop(),
  };

  document.addEventListener("keydown", (event) => {
    const link = event.target.closest(".mx td.cell a");
    if (!link || !moves[event.key] || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const next = moves[event.key](link.closest("td"));
    if (!next) return;
    link.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  document.addEventListener("focusin", (event) => {
    const link = event.target.closest(".mx td.cell a");
    if (!link || link.tabIndex === 0) return;
    linksOf(link.closest(".mx")).forEach((other) => (other.tabIndex = -1));
    link.tabIndex = 0;
  });

  const MARKED = ".mx tbody tr:not(.grp-row) td:not(.c0, .c2)"; // a cell without a mark has no class: there are thousands
  let marked = [];
  let column = -1;
  document.addEventListener("mouseover", (event) => {
    const cell = event.target.closest(MARKED);
    const now = cell ? cell.cellIndex : -1;
    if (now === column) return;
    column = now;
    marked.forEach((old) => old.classList.remove("colhl"));
    marked = cell
      ? Array.from(cell.closest("tbody").rows, (row) => row.cells[now]).filter((other) => other && other.matches(MARKED))
      : [];
    marked.forEach((other) => other.classList.add("colhl"));
  });

  start();
  document.addEventListener("htmx:load", start);
})();
