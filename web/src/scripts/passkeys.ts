// Forms that a passkey answers; loaded by the pages that have one. The server says what to ask the browser for, the browser asks its owner, and the
// answer goes back in the form. A form is shown only where the browser has passkeys.

type Described = { id: string; type: PublicKeyCredentialType; transports?: AuthenticatorTransport[] };

function octets(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer: ArrayBuffer | null): string | null {
  if (!buffer) return null;
  const letters = Array.from(new Uint8Array(buffer), (octet) => String.fromCharCode(octet)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

const described = (list?: Described[]) => list?.map((one) => ({ ...one, id: octets(one.id) }));

/** What the server asks for comes as JSON, in which octets are base64url; browsers want octets. */
async function answer(creates: boolean, asked: { publicKey: any }): Promise<string> {
  const options = asked.publicKey;
  options.challenge = octets(options.challenge);
  let credential: PublicKeyCredential;
  let response: Record<string, string | string[] | null>;
  if (creates) {
    options.user.id = octets(options.user.id);
    options.excludeCredentials = described(options.excludeCredentials);
    credential = (await navigator.credentials.create({ publicKey: options })) as PublicKeyCredential;
    const made = credential.response as AuthenticatorAttestationResponse;
    response = { attestationObject: text(made.attestationObject) };
  } else {
    options.allowCredentials = described(options.allowCredentials);
    credential = (await navigator.credentials.get({ publicKey: options })) as PublicKeyCredential;
    const proof = credential.response as AuthenticatorAssertionResponse;
    response = {
      authenticatorData: text(proof.authenticatorData),
      signature: text(proof.signature),
      userHandle: text(proof.userHandle),
    };
  }
  response.clientDataJSON = text(credential.response.clientDataJSON);
  const id = text(credential.rawId);
  return JSON.stringify({ id, rawId: id, type: credential.type, response });
}

async function send(form: HTMLFormElement): Promise<void> {
  const token = form.querySelector<HTMLInputElement>("[name=csrf]")?.value ?? "";
  const asked = await fetch(form.dataset.passkey ?? "", { method: "POST", headers: { "x-csrf-token": token } });
  if (asked.redirected) {
    // The server first wants to know again who this is.
    location.reload();
    return;
  }
  if (!asked.ok) throw new Error(`the server answered ${asked.status}`);
  const field = form.querySelector<HTMLInputElement>("[name=credential]");
  if (field) field.value = await answer(form.dataset.creates !== undefined, await asked.json());
  form.submit();
}

function offerPasskeys(): void {
  if (!("PublicKeyCredential" in window) || !("credentials" in navigator)) return;
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
    const trouble = form.querySelector<HTMLElement>("[data-trouble]");
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.dataset.sent) return;
      if (trouble) trouble.hidden = true;
      send(form).catch(() => {
        // Given up, out of time, or no answer: the person may try again, or another way.
        delete form.dataset.sent;
        if (trouble) trouble.hidden = false;
      });
    });
  }
  for (const absent of document.querySelectorAll<HTMLElement>("[data-no-passkeys]")) absent.hidden = true;
}

offerPasskeys();
