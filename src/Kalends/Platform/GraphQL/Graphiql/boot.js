// Shows GraphiQL on the page that the server answers to a browser at /graphql.
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { setNonce } from "get-nonce";
import { GraphiQL } from "graphiql";
import "graphiql/style.css";
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import "./page.css";

const now = Math.floor(Date.now() / 1000);
const fortnight = 14 * 24 * 60 * 60;

const defaultQuery = `# Sign in with
#
#   mutation { auth(username: "", password: "") { accessToken } }
#
# and put the access token into the headers below.

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

const page = createElement(GraphiQL, {
  fetcher: createGraphiQLFetcher({ url: "/graphql", enableIncrementalDelivery: false }),
  defaultQuery,
  defaultHeaders: '{\n  "Authorization": "Bearer "\n}\n',
  defaultEditorToolsVisibility: "headers",
  // What stays in the browser is there for whoever comes next, and the history holds tokens: all ends with the tab.
  storage: sessionStorage,
  shouldPersistHeaders: false,
});

const place = document.getElementById("graphiql");
// Dialogs add a style of their own, which the page's policy lets in by this word only.
setNonce(place.dataset.nonce);
createRoot(place).render(page);
