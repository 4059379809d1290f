// Forms for a new person: while a name is typed, shows who may be meant. The page works without this file: a button asks
// the same, and nothing is saved before it was asked. Nothing is stored in the browser. See docs/decisions/0023.
"use strict";
(() => {
  const AFTER = 700;
  for (const form of document.querySelectorAll("form")) {
    const places = [...form.querySelectorAll("[data-alike]")];
    if (!places.length) continue;
    const watched = new Set(places.flatMap((place) => place.dataset.alike.split(" ")));
    let timer = 0, asking = null;

    const ask = async () => {
      if (asking) asking.abort();
      asking = new AbortController();
      const sent = new FormData(form);
      for (const [name, value] of [...sent]) if (value instanceof File) sent.delete(name);
      try {
        const answer = await fetch(form.action || location.href, {
          method: "POST", body: sent, redirect: "manual", signal: asking.signal, headers: { "X-Part": "alike" },
        });
        if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
      } catch {
        // No answer: the button and the question before saving are there.
      }
    };

    // What stands there already stays, so that a choice is not taken back.
    const show = (page) => {
      for (const part of page.querySelectorAll("[data-part]")) {
        const here = form.querySelector(`[data-part="${part.dataset.part}"]`);
        if (here && here.dataset.shown !== part.innerHTML) {
          here.dataset.shown = part.innerHTML;
          here.replaceChildren(...part.childNodes);
        }
      }
    };

    form.addEventListener("input", (event) => {
      if (!watched.has(event.target.name)) return;
      clearTimeout(timer);
      timer = setTimeout(ask, AFTER);
    });
  }
})();
