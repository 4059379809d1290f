// Passkeys: a form with data-passkey="create" or "get" fetches a challenge, lets the device answer, and is sent with it.
// Forms stay hidden where the browser has no passkeys; what is said instead carries data-without-passkey.
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const toBytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const withBytes = (list) => (list || []).map((item) => ({ ...item, id: toBytes(item.id) }));

  async function challenge(form) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const answer = await fetch(form.dataset.options, { method: "POST", body, credentials: "same-origin" });
    if (!answer.ok) throw new Error("no challenge");
    return (await answer.json()).publicKey;
  }

  async function create(form) {
    const options = await challenge(form);
    options.challenge = toBytes(options.challenge);
    options.user.id = toBytes(options.user.id);
    options.excludeCredentials = withBytes(options.excludeCredentials);
    const made = await navigator.credentials.create({ publicKey: options });
    return {
      id: made.id,
      rawId: toText(made.rawId),
      type: made.type,
      response: {
        clientDataJSON: toText(made.response.clientDataJSON),
        attestationObject: toText(made.response.attestationObject),
      },
    };
  }

  async function get(form) {
    const options = await challenge(form);
    options.challenge = toBytes(options.challenge);
    options.allowCredentials = withBytes(options.allowCredentials);
    const found = await navigator.credentials.get({ publicKey: options });
    const response = {
      clientDataJSON: toText(found.response.clientDataJSON),
      authenticatorData: toText(found.response.authenticatorData),
      signature: toText(found.response.signature),
    };
    if (found.response.userHandle) response.userHandle = toText(found.response.userHandle);
    return { id: found.id, rawId: toText(found.rawId), type: found.type, response };
  }

  const ways = { create, get };
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    const failed = form.querySelector("[data-failed]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failed.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(await ways[form.dataset.passkey](form));
        form.submit();
      } catch {
        failed.textContent = failed.dataset.failed;
        failed.hidden = false;
      }
    });
  }
  for (const said of document.querySelectorAll("[data-without-passkey]")) said.hidden = true;
})();
