// The signed-in user of this page. The tokens are kept in memory only, so that the session ends with the page.
const ahead = 30_000;

let tokens = null;
let renewing = null;
let ended = () => {};

/** Calls the listener when a sign-in ends other than by signing out on this page. */
export function whenEnded(listener) {
  ended = listener;
}

export async function signIn(username, password) {
  keep(await post("/v1/auth/token", { username, password }));
}

export function signOut() {
  if (tokens) post("/v1/auth/revoke", { refresh_token: tokens.refresh }).catch(() => {});
  tokens = null;
}

/** The access token, renewed if it is about to expire; null if no user is signed in. */
export async function accessToken() {
  if (tokens && Date.now() > tokens.until - ahead) await (renewing ??= renew());
  return tokens?.access ?? null;
}

// A refresh token may be used only once, so concurrent requests wait for the same answer. A user who signs out
// meanwhile stays signed out, and an unreachable server does not end the session.
async function renew() {
  const before = tokens;
  try {
    const answer = await post("/v1/auth/refresh", { refresh_token: before.refresh });
    if (tokens === before) keep(answer);
  } catch (error) {
    if (tokens !== before || error.status !== 401) return;
    tokens = null;
    ended();
  } finally {
    renewing = null;
  }
}

function keep(answer) {
  tokens = {
    access: answer.access_token,
    refresh: answer.refresh_token ?? tokens?.refresh,
    until: Date.now() + answer.expires_in * 1000,
  };
}

async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  const problem = await answer.json().catch(() => null);
  const message =
    answer.status === 404
      ? "This server signs nobody in. Enter a token of another one under Headers."
      : (problem?.detail ?? `The server answered with status ${answer.status}.`);
  throw Object.assign(new Error(message), { status: answer.status });
}
