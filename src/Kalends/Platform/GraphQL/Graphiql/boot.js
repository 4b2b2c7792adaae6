// Shows GraphiQL on the page that the server sends to a browser at /graphql.
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { setNonce } from "get-nonce";
import { GraphiQL } from "graphiql";
import "graphiql/style.css";
import { createClient } from "graphql-sse";
import { createElement, Fragment } from "react";
import { createRoot } from "react-dom/client";
import "./page.css";
import { accessToken } from "./session.js";
import { SignIn } from "./sign-in.js";

const url = "/graphql";
const now = Math.floor(Date.now() / 1000);
const fortnight = 14 * 24 * 60 * 60;

const defaultQuery = `# Sign in above, and run this.

{
  appointments(
    filters: {
      hasSpecialisms: ["ADHD"]
      type: "one-off"
      startTimeUnixSecondsRange: { begin: ${now}, end: ${now + fortnight} }
    }
  ) {
    edges {
      node {
        therapists {
          firstName
          lastName
          specialisms {
            edges {
              node {
                specialismName
              }
            }
          }
        }
        startTimeUnixSeconds
        durationSeconds
        type
      }
    }
  }
}
`;

// The headers of the latest request: a stream is opened with the headers of the request that starts it.
let headers = {};

// Subscriptions arrive as server-sent events, through a client that the fetcher accepts in place of one for WebSockets.
// A broken stream is not silently restarted.
const streams = createClient({ url, headers: () => headers, retryAttempts: 0 });
const send = createGraphiQLFetcher({ url, enableIncrementalDelivery: false, wsClient: streams });

async function fetcher(parameters, options) {
  const entered = options?.headers ?? {};
  const isEntered = Object.keys(entered).some((name) => name.toLowerCase() === "authorization");
  const token = isEntered ? null : await accessToken();
  headers = token ? { ...entered, Authorization: `Bearer ${token}` } : entered;
  return send(parameters, { ...options, headers });
}

const graphiql = createElement(GraphiQL, {
  fetcher,
  defaultQuery,
  // Data kept in the browser would be visible to its next user, and the history may hold tokens, so all of it ends with
  // the tab.
  storage: sessionStorage,
  shouldPersistHeaders: false,
});

const place = document.getElementById("graphiql");
// Dialogs add a style of their own, which the page's policy allows only with this nonce.
setNonce(place.dataset.nonce);
createRoot(place).render(createElement(Fragment, null, createElement(SignIn), graphiql));
