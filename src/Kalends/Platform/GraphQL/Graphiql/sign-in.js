// The bar above GraphiQL: a sign-in form, or the signed-in user.
import { createElement as h, useEffect, useState } from "react";
import { signIn, signOut, whenEnded } from "./session.js";

export function SignIn() {
  const [who, setWho] = useState(null);
  const [fault, setFault] = useState("");

  useEffect(() => whenEnded(() => {
    setWho(null);
    setFault("Your sign-in has ended. Sign in again.");
  }), []);

  async function submit(event) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const username = form.get("username");
    try {
      await signIn(username, form.get("password"));
      setWho(username);
      setFault("");
    } catch (error) {
      setFault(error.message);
    }
  }

  function leave() {
    signOut();
    setWho(null);
  }

  if (who !== null)
    return h("div", { className: "sign-in" },
      h("span", { role: "status" }, `Signed in as ${who}`),
      h("button", { type: "button", onClick: leave }, "Sign out"));

  return h("form", { className: "sign-in", onSubmit: submit },
    field("User name", { name: "username", autoComplete: "username" }),
    field("Password", { name: "password", type: "password", autoComplete: "current-password" }),
    h("button", null, "Sign in"),
    h("span", { role: "alert" }, fault));
}

function field(label, input) {
  return h("label", null, label, h("input", { required: true, ...input }));
}
