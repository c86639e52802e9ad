// Steadfast: quicker with script, complete without. No library, no inline handler, nothing asked of third parties.
// Each part below looks for its data- attributes (README.md beside this file) and does nothing where there are none.
"use strict";
(() => {
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const one = (query, root = document) => root.querySelector(query);
  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  };
  const isTyping = (target) => target.matches("input:not([type=checkbox],[type=radio],[type=button],[type=submit]), textarea, select, [contenteditable]");
  const isLocal = (href) => new URL(href, location.href).origin === location.origin;
  const HEADERS = { "X-Requested-With": "steadfast" };
  const PAGES = { t: "/today", p: "/people", o: "/promises", i: "/issues", r: "/providers", w: "/mirror", m: "/imports", a: "/audit", c: "/account" };

  // ------------------------------------------------------------ palette

  function startPalette() {
    const dialog = one("#palette");
    if (!dialog) return () => {};
    const input = make("input");
    const list = make("ul");
    const foot = make("p", "foot", "↑ ↓ choose · Enter go · Esc close");
    Object.assign(input, { type: "text", autocomplete: "off", spellcheck: false, placeholder: "A person, a page or an act" });
    const described = { role: "combobox", "aria-label": dialog.getAttribute("aria-label") ?? "Go to", "aria-controls": "palette-list", "aria-expanded": "true", "aria-autocomplete": "list" };
    for (const [name, value] of Object.entries(described)) input.setAttribute(name, value);
    list.id = "palette-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Found");
    foot.setAttribute("role", "status");
    dialog.replaceChildren(input, list, foot);
    let found = [], chosen = 0, asked = 0, waiting = 0, isOld = false, goesWhenFound = false;

    const choose = (place) => {
      chosen = found.length ? (place + found.length) % found.length : 0;
      all("li", list).forEach((item, index) => item.setAttribute("aria-selected", String(index === chosen)));
      const item = list.children[chosen];
      if (item) { input.setAttribute("aria-activedescendant", item.id); item.scrollIntoView({ block: "nearest" }); }
      else input.removeAttribute("aria-activedescendant");
    };
    const show = (entries) => {
      found = entries.filter((entry) => typeof entry.href === "string" && isLocal(entry.href));
      list.replaceChildren(...found.map((entry, place) => {
        const item = make("li");
        item.id = `palette-${place}`;
        item.setAttribute("role", "option");
        item.append(make("span", "kind", entry.kind), make("span", "", entry.label), make("span", "detail", entry.detail));
        item.addEventListener("click", () => go(place));
        item.addEventListener("pointermove", () => { if (chosen !== place) choose(place); });
        return item;
      }));
      foot.textContent = found.length || !input.value ? "↑ ↓ choose · Enter go · Esc close" : "Nobody and nothing by that name.";
      choose(0);
      isOld = false;
      if (goesWhenFound) { goesWhenFound = false; go(0); }
    };
    const go = (place) => { if (found[place]) { dialog.close(); location.assign(found[place].href); } };
    const ask = async () => {
      const mine = ++asked;
      try {
        const answer = await fetch(`${dialog.dataset.source ?? "/palette"}?q=${encodeURIComponent(input.value)}`, { headers: HEADERS });
        if (answer.ok && mine === asked) show(await answer.json());
      } catch { if (mine === asked) foot.textContent = "The server does not answer just now."; }
    };
    input.addEventListener("input", () => { isOld = true; goesWhenFound = false; clearTimeout(waiting); waiting = setTimeout(ask, 60); });
    input.addEventListener("keydown", (event) => {
      const moves = { ArrowDown: 1, ArrowUp: -1 };
      if (event.key in moves) { event.preventDefault(); choose(chosen + moves[event.key]); }
      else if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); if (isOld) goesWhenFound = true; else go(chosen); } // never to what was found for fewer letters
    });
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    return () => { if (!dialog.open) { input.value = ""; dialog.showModal(); input.focus(); ask(); } };
  }

  // ------------------------------------------------------------ lists

  const items = () => all("[data-list] [data-item]").filter((item) => item.checkVisibility());
  const current = () => document.activeElement?.closest("[data-item]");

  function move(step) {
    const every = items();
    if (!every.length) return;
    const at = every.indexOf(current());
    const next = at < 0 ? (step > 0 ? 0 : every.length - 1) : Math.min(Math.max(at + step, 0), every.length - 1);
    for (const item of every) item.tabIndex = item === every[next] ? 0 : -1;
    every[next].focus();
    every[next].scrollIntoView({ block: "nearest" });
  }

  // Opens a <details> and goes to its first field; clicks anything else.
  function act(element) {
    if (!(element instanceof HTMLDetailsElement)) { element.focus(); element.click(); return; }
    element.open = !element.open;
    if (!element.open) { one("summary", element).focus(); return; }
    const field = one("input:not([type=hidden]), select, textarea, button", element);
    (field ?? one("summary", element)).focus();
    element.scrollIntoView({ block: "nearest" });
  }

  // A key means what the item one is on says it means, else what the page says.
  function actByKey(key) {
    const wanted = `[data-key="${key}"]`;
    const item = current();
    const element = (item && one(wanted, item)) ?? all(wanted).find((found) => !found.closest("[data-item]"));
    if (element) act(element);
    return Boolean(element);
  }

  function startRanges() {
    let last = null;
    const told = () => all("[data-selection]").forEach((bar) => {
      const count = all('input[type="checkbox"]:checked', bar.closest("form") ?? document).filter((box) => box.closest("[data-item]")).length;
      bar.classList.toggle("waits", count === 0);
      all("[data-count]", bar).forEach((place) => { place.textContent = String(count); });
    });
    document.addEventListener("click", (event) => {
      const box = event.target.closest?.('[data-list] input[type="checkbox"]');
      if (!box) return;
      const boxes = all('input[type="checkbox"]', box.closest("[data-list]"));
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      if (event.shiftKey && from >= 0) for (const other of boxes.slice(from, to + 1)) other.checked = box.checked;
      last = box;
      told();
    });
    document.addEventListener("change", told);
    told();
  }

  // ------------------------------------------------------------ keys

  function startKeys(openPalette) {
    let isGoing = false, forget = 0;
    const help = one("#keys");
    const plain = {
      "/": () => { const field = one("[data-search]"); field?.focus(); field?.select(); return Boolean(field); },
      "?": () => { help?.showModal(); return Boolean(help); },
      j: () => { move(1); return true; },
      k: () => { move(-1); return true; },
      g: () => { isGoing = true; clearTimeout(forget); forget = setTimeout(() => { isGoing = false; }, 1200); return true; },
    };
    document.addEventListener("keydown", (event) => {
      if (event.defaultPrevented || event.isComposing) return;
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); openPalette(); return; }
      if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && event.target.form) { event.preventDefault(); event.target.form.requestSubmit(); return; }
      if (event.key === "Escape") { close(event); return; }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || one("dialog[open]")) return;
      if (isGoing && event.key in PAGES) { isGoing = false; event.preventDefault(); location.assign(PAGES[event.key]); return; }
      isGoing = false;
      if (event.key === "Enter") {
        // On an item itself Enter opens it; on a link or a button it does what it always does.
        if (event.target.matches("[data-item]") && actByKey("o")) event.preventDefault();
        return;
      }
      const done = plain[event.key]?.() || ("oedlpisxu".includes(event.key) && event.key.length === 1 && actByKey(event.key));
      if (done) event.preventDefault();
    });

    // Escape closes the innermost thing that is open and puts the focus where it came from.
    function close(event) {
      if (one("dialog[open]")) return;
      const open = event.target.closest?.("details[open]") ?? one("details.menu[open], .act[open]");
      if (open) { open.open = false; (open.closest("[data-item]") ?? one("summary", open)).focus(); return; }
      if (isTyping(event.target)) event.target.blur();
    }
    // A menu closes when one clicks beside it.
    document.addEventListener("click", (event) => {
      for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
    });
  }

  // ------------------------------------------------------------ toasts, progress, files, double clicks

  function startToast(toast) {
    toast.classList.add("toast");
    const end = make("button", "button slim quiet", "Close");
    end.type = "button";
    end.addEventListener("click", () => toast.remove());
    (one(".push", toast)?.parentElement ?? toast).append(end);
    if (toast.matches(".bad")) return;
    // It stays for as long as somebody is at it.
    let timer = 0;
    const leave = () => { timer = setTimeout(() => toast.remove(), 12000); };
    const stay = () => clearTimeout(timer);
    for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, stay);
    for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, leave);
    leave();
  }

  function startPoll(element) {
    const every = Math.max(Number(element.dataset.every) || 1000, 250);
    setTimeout(async () => {
      if (!element.isConnected) return;
      try {
        const answer = await fetch(element.dataset.poll, { headers: HEADERS });
        if (answer.redirected) return location.assign(answer.url);
        if (answer.ok) return goOn(element, await answer.text(), answer.url);
      } catch { /* the server may be starting again: ask once more */ }
      startPoll(element);
    }, every);
  }

  // What asks is the part of the same id in the answer, also where that is a whole page; where a page has no such
  // part any more, it is what was waited for.
  function goOn(element, html, url) {
    if (!isPage(html)) return replace(element, html);
    const same = element.id && one(`#${CSS.escape(element.id)}`, new DOMParser().parseFromString(html, "text/html"));
    if (same) replace(element, same.outerHTML);
    else showPage(html, url, "replaceState");
  }

  function startDrop(place) {
    const input = one('input[type="file"]', place);
    const over = (is) => (event) => { event.preventDefault(); place.classList.toggle("is-over", is); };
    for (const name of ["dragenter", "dragover"]) place.addEventListener(name, over(true));
    for (const name of ["dragleave", "dragend"]) place.addEventListener(name, over(false));
    place.addEventListener("drop", (event) => {
      over(false)(event);
      if (!input || !event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      input.focus();
    });
  }

  function once(event) {
    const form = event.target;
    if (!form.matches("[data-submit-once]")) return;
    if (form.dataset.sent) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    form.dataset.sent = "yes";
    for (const button of all("button:not([type=button])", form)) button.setAttribute("aria-disabled", "true");
  }

  function again(form) {
    delete form.dataset.sent;
    for (const button of all("[aria-disabled]", form)) button.removeAttribute("aria-disabled");
  }

  // ------------------------------------------------------------ forms that swap a part of the page

  // Puts a fragment of our own server in the place of an element and keeps the focus where it was.
  function replace(element, html) {
    const hadFocus = element.contains(document.activeElement);
    const [id, name] = [document.activeElement?.id, document.activeElement?.getAttribute("name")];
    const fragment = new DOMParser().parseFromString(html, "text/html");
    const fresh = [...fragment.body.children];
    element.replaceWith(...fresh);
    for (const part of fresh) start(part);
    if (!hadFocus) return;
    const parts = (query) => fresh.flatMap((part) => [part, ...all(query, part)]).find((part) => part.matches(query));
    const target = parts("[aria-invalid=true], [autofocus]") || (id && document.getElementById(id))
      || (name && parts(`[name="${CSS.escape(name)}"]`)) || parts("[data-item]") || items()[0];
    target?.focus();
  }

  const isPage = (html) => /^\s*<!doctype/i.test(html);
  const here = () => location.pathname + location.search;
  let shown = here();

  // The answer is a whole page (a redirect was followed, or something was refused): it is shown as it is, since
  // asking for it again would lose what it says once.
  function showPage(html, url, how = "pushState") {
    const page = new DOMParser().parseFromString(html, "text/html");
    const [old, fresh] = [one(".frame"), one(".frame", page)];
    if (!old || !fresh) return location.assign(url);
    old.replaceWith(fresh);
    document.title = page.title;
    history[how](null, "", url);
    shown = here();
    start(fresh);
    (one(".error-summary", fresh) ?? one("#main", fresh))?.focus();
    scrollTo(0, 0);
  }

  // A form that is seldom needed is not on the page: its link fetches it and puts it in the link's own place.
  async function part(event) {
    const link = event.target.closest?.("a[data-part]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      const answer = await fetch(link.href, { headers: HEADERS });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(link.dataset.part);
      if (!fresh) return location.assign(link.href);
      link.replaceWith(fresh);
      start(fresh);
      one("input:not([type=hidden]), select, textarea", fresh)?.focus();
    } catch {
      location.assign(link.href);
    }
  }

  async function swap(event) {
    const form = event.target;
    if (event.defaultPrevented || !form.dataset.swap) return;
    const element = one(form.dataset.swap);
    if (!element) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form, event.submitter));
    try {
      const answer = await fetch(event.submitter?.getAttribute("formaction") ?? form.action, { method: "POST", headers: HEADERS, body });
      const html = await answer.text();
      if (isPage(html)) return showPage(html, answer.url);
      replace(element, html);
      if (form.isConnected) again(form);
    } catch {
      again(form);
      const said = make("p", "error", "The server did not answer, so this may not be saved. What you typed is still here: try again.");
      said.setAttribute("role", "alert");
      one(".error[role=alert]", form)?.remove();
      form.append(said);
    }
  }

  // ------------------------------------------------------------ start

  function start(root) {
    const every = (query) => [...(root.matches?.(query) ? [root] : []), ...all(query, root)];
    every("[data-toast]").forEach(startToast);
    every("[data-poll]").forEach(startPoll);
    every("[data-drop]").forEach(startDrop);
  }

  // Coming back to an item of a list, such as the card just done, one goes on from there.
  const at = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (at && at.matches("[data-list] [data-item]")) at.focus({ preventScroll: true });

  startKeys(startPalette());
  startRanges();
  document.addEventListener("submit", once, true);
  // A form that shows what its choices come to does so at every choice, as if its [data-look] were pressed.
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-live]");
    const look = form && one("[data-look]", form);
    if (look) form.requestSubmit(look);
  });
  document.addEventListener("submit", swap);
  document.addEventListener("click", part);
  // Coming back with the back button finds the forms fresh.
  addEventListener("pageshow", () => all("[data-sent]").forEach(again));
  // Back after a page was shown in place: ask for that page anew.
  addEventListener("popstate", () => { if (here() !== shown) location.reload(); });
  one(".error-summary")?.focus();
  start(document);
})();
