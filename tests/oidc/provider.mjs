// An OpenID Connect provider that takes anybody at his word, on loopback, for the journeys in crates/dinh/tests:
//   node provider.mjs PORT REDIRECT_URI
// It tells more about people than it is asked for, which nobody should keep.
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const [port, redirect] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "dinh",
      client_secret: "a secret of this test only, of 32+ octets",
      redirect_uris: [redirect],
      grant_types: ["authorization_code"],
      response_types: ["code"],
    },
  ],
  cookies: { keys: ["a key of this test only"] },
  pkce: { required: () => true },
  conformIdTokenClaims: false,
  claims: { openid: ["sub", "email", "name"] },
  findAccount: (_, sub) => ({
    accountId: sub,
    claims: () => ({ sub, email: `${sub}@example.test`, name: `Name of ${sub}` }),
  }),
  // Nobody is asked whether this site may know who he is.
  async loadExistingGrant({ oidc }) {
    const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope("openid");
    await grant.save();
    return grant;
  },
  interactions: { url: (_, interaction) => `/who/${interaction.uid}` },
  features: { devInteractions: { enabled: false } },
});

const page = `<!doctype html><html lang="en"><title>Who are you?</title>
<form method="post"><label>Name <input id="who" name="who"></label><button>Go</button></form><footer></footer></html>`;

async function answer(request, response) {
  if (!request.url.startsWith("/who/")) return provider.callback()(request, response);
  if (request.method === "GET") return response.setHeader("content-type", "text/html").end(page);
  let form = "";
  for await (const part of request) form += part;
  const accountId = new URLSearchParams(form).get("who");
  return provider.interactionFinished(request, response, { login: { accountId } });
}

createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(error);
    response.writeHead(500).end(String(error));
  });
}).listen(Number(port), "127.0.0.1", () => console.log(`serving ${issuer}`));
