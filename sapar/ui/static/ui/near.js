// "Near me" on the public search: asks the phone where it is when the button is pressed, rounds that to a tenth of a degree
// (about ten kilometres) before it leaves the phone, and sends it in the body of the form. The page works without this file;
// see docs/decisions/0019-search-by-lines-and-a-lexicon.md. Nothing is stored in the browser.
"use strict";
(() => {
  const button = document.querySelector("button[data-near]");
  if (!button || !navigator.geolocation) return;
  const said = document.getElementById("near-said");
  const tenth = (degrees) => (Math.round(degrees * 10) / 10).toFixed(1);
  button.hidden = false;
  button.addEventListener("click", (event) => {
    if (button.value) return;
    event.preventDefault();
    said.textContent = button.dataset.near;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        button.value = `${tenth(coords.latitude)},${tenth(coords.longitude)}`;
        button.form.requestSubmit(button);
        button.value = "";
      },
      () => { said.textContent = button.dataset.unknown; },
      { enableHighAccuracy: false, maximumAge: 600000, timeout: 15000 },
    );
  });
})();
