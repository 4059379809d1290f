// The operator's desk: looks up, refreshes the directory and keeps a draft without leaving the page. The page works
// without this file; see docs/decisions/0007-scripts-at-the-desk.md. Nothing is stored in the browser.
"use strict";
(() => {
  const form = document.querySelector("form[data-desk]");
  if (!form) return;
  const shown = form.querySelector("[data-kept]");
  const field = (name) => form.elements.namedItem(name);
  const KEEP_AFTER = 2000, TRY_AGAIN_AFTER = 10000;
  let changed = false, leaving = false, keeping = null, timer = 0, keptAt = "";

  // -- keeping

  function say(words, isBad) {
    shown.textContent = words;
    shown.classList.toggle("error", Boolean(isBad));
  }

  function clock() {
    return new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(keep, wait);
  }

  // What is typed, without the file: a draft holds words.
  function typed() {
    const sent = new FormData(form);
    sent.delete("file");
    sent.delete("word");
    sent.set("at", form.dataset.at);
    return sent;
  }

  // A number that was looked up and left again is no draft.
  function isWorthKeeping() {
    return changed && !leaving && ["words", "safety_words"].some((name) => field(name).value.trim());
  }

  async function keep() {
    if (!isWorthKeeping() || keeping) return;
    changed = false;
    keeping = new AbortController();
    const since = keptAt || clock();
    try {
      const answer = await fetch(form.dataset.keep, {
        method: "POST", body: typed(), redirect: "manual", signal: keeping.signal,
        headers: { Accept: "application/json" },
      });
      if (answer.type === "opaqueredirect") return failed(form.dataset.signedOut.replace("%s", since));
      const told = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
      if (answer.ok) return kept(told);
      if (answer.status === 409) return apart(told);
      if (answer.status === 403) await freshToken();
      failed(told.problem || form.dataset.notKept.replace("%s", since));
    } catch {
      if (!leaving) failed(form.dataset.notKept.replace("%s", since));
    } finally {
      keeping = null;
      if (changed) later(TRY_AGAIN_AFTER);
    }
  }

  function kept(told) {
    field("version").value = told.version;
    keptAt = clock();
    say(told.kept);
    if (changed) later(KEEP_AFTER);
  }

  function failed(words) {
    changed = true;
    say(words, true);
  }

  // Another window has this draft too: this one goes on with one of its own.
  function apart(told) {
    field("once").value = told.token;
    field("version").value = 0;
    changed = true;
    say(told.problem, true);
    later(KEEP_AFTER);
  }

  // After a sign-in in another window the form's token is an old one.
  async function freshToken() {
    const answer = await fetch(location.pathname, { redirect: "manual" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("[name=csrfmiddlewaretoken]");
    if (token) for (const old of document.querySelectorAll("[name=csrfmiddlewaretoken]")) old.value = token.value;
  }

  form.addEventListener("input", (event) => {
    if (event.target.name === "word") return;
    changed = true;
    if (!keeping) later(KEEP_AFTER);
  });

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button && button.name === "do" && isPart(button.value)) {
      event.preventDefault();
      return refresh(button.value, true);
    }
    leaving = true;
    if (keeping) keeping.abort();
  });

  // A page that comes back from the browser's memory goes on keeping.
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("pagehide", () => {
    if (isWorthKeeping()) fetch(form.dataset.keep, { method: "POST", body: typed(), keepalive: true });
  });
  addEventListener("online", () => { if (changed) later(0); });

  // -- looking up, and the directory beside the talk

  async function refresh(verb, isAsked) {
    const sent = typed();
    if (verb === "word") sent.set("word", field("word") ? field("word").value : "");
    sent.set("do", verb);
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: sent, redirect: "manual", headers: { "X-Part": verb },
      });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!page.querySelector("[data-parts]")) throw new Error(String(answer.status));
      if (verb === "help") {
        if (!field("guided").value) swap(page, "guide");
        return swap(page, "help");
      }
      if (verb.includes(":")) return guided(page);
      swap(page, "caller");
      fill(page);
      swap(page, "help");
      if (isAsked) (verb === "word" && field("word") ? field("word") : field("words")).focus();
    } catch {
      say(form.dataset.notKept.replace("%s", keptAt || clock()), true);
      changed = true;
      later(TRY_AGAIN_AFTER);
    }
  }

  // A step in a flow of guidance: the next question takes the focus.
  function guided(page) {
    fill(page);
    swap(page, "guide");
    swap(page, "help");
    changed = true;
    if (!keeping) later(KEEP_AFTER);
    const next = form.querySelector("[data-part=guide] h3, [data-part=guide] button");
    if (!next) return;
    next.tabIndex = -1;
    next.focus();
  }

  function isPart(verb) {
    return verb === "look-up" || verb === "word" || /^(flow|say|at|stop):/.test(verb);
  }

  function swap(page, name) {
    const there = page.querySelector(`[data-part=${name}]`);
    if (there) form.querySelector(`[data-part=${name}]`).replaceChildren(...there.childNodes);
  }

  // What the known caller usually speaks, where nothing was chosen yet.
  function fill(page) {
    for (const name of ["language", "country", "caller_is", "phone_of", "topic"]) {
      const here = field(name), there = page.querySelector(`[data-parts] > [name=${name}]`);
      if (here && there && ["", "unknown"].includes(here.value)) here.value = there.value;
    }
  }

  for (const name of ["topic", "country", "language"]) {
    const box = field(name);
    if (box) box.addEventListener("change", () => refresh("help", false));
  }

  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.name !== "word") return;
    event.preventDefault();
    refresh("word", true);
  });
})();
