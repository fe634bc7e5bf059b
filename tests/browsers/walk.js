/**
 * The same walk in two engines that Playwright's Chromium is not: Firefox by WebDriver BiDi, and
 * WebKitGTK by WebDriver.
 *
 * @typedef {object} Browser
 * @property {(address: string) => Promise<unknown>} open
 * @property {(asked: Function, ...given: unknown[]) => Promise<any>} ask runs in the page
 * @property {(selector: string, text: string) => Promise<unknown>} type into the form's control
 * @property {(selector: string) => Promise<unknown>} press
 * @property {(path: string) => Promise<unknown>} attach a photo
 * @property {() => Promise<unknown>} close
 */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createConnection } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import puppeteer from "puppeteer-core";
import { Builder } from "selenium-webdriver";

const { FIREFOX, SITES, PHOTO, WEBKIT_PORT } = process.env;
const HOSTS = {
  plain: { subject: "papers", relation: "owner", development: "Residencial Ipê-Anil" },
  "strict-csp": { product: "fridge", subject: "noise", fault_conditions: "always", address: "Los Ensayos 240" },
};
const PERSON = { description: "¿Dónde está el manual?", name: "Elvira Borrador", phone: "11 5555-0101", email: "elvira@cliente.example" };
const AGREED = { document_none: "yes", conditions: "yes", privacy: "yes" };

/** What somebody presses or writes in, in sight: of a choice, which is drawn by its label, that one. */
const inForm = (selector) => {
  const control = document.querySelector("aldaba-form").shadowRoot.querySelector(selector);
  const shown = /radio|checkbox/.test(control.type) ? control.labels[0] : control;
  shown.scrollIntoView({ block: "center" }); // WebKit's driver does not always
  return shown;
};

/** @returns {Promise<Browser>} */
async function firefox() {
  const browser = await puppeteer.launch({ browser: "firefox", executablePath: FIREFOX, headless: true });
  const page = await browser.newPage();
  const found = async (selector) => (await page.evaluateHandle(inForm, selector)).asElement();
  return {
    open: (address) => page.goto(address),
    ask: (asked, ...given) => page.evaluate(asked, ...given),
    type: async (selector, text) => (await found(selector)).type(text),
    press: async (selector) => (await found(selector)).click(),
    attach: async (path) => (await found("#photos")).uploadFile(path),
    close: () => browser.close(),
  };
}

/** @returns {Promise<Browser>} */
async function webkit() {
  const driver = spawn("WebKitWebDriver", [`--port=${WEBKIT_PORT}`], { stdio: "inherit" });
  await eventually(() => reached(Number(WEBKIT_PORT)), "WebKitWebDriver");
  const browser = await new Builder()
    .usingServer(`http://127.0.0.1:${WEBKIT_PORT}`)
    .withCapabilities({ browserName: "MiniBrowser" })
    .build();
  const found = (selector) => browser.executeScript(inForm, selector);
  return {
    open: (address) => browser.get(address),
    ask: (asked, ...given) => browser.executeScript(asked, ...given),
    type: async (selector, text) => (await found(selector)).sendKeys(text),
    press: async (selector) => (await found(selector)).click(),
    attach: async (path) => (await found("#photos")).sendKeys(path),
    close: async () => {
      await browser.quit();
      driver.kill();
    },
  };
}

/** @param {number} port */
function reached(port) {
  return new Promise((resolve) => {
    const socket = createConnection(port, "127.0.0.1", () => resolve(Boolean(socket.end())));
    socket.on("error", () => resolve(false));
  });
}

/**
 * @param {() => Promise<any>} true_
 * @param {string} what
 */
async function eventually(true_, what) {
  for (let tries = 0; tries < 200; tries++) {
    if (await true_()) return;
    await pause(100);
  }
  assert.fail(`${what} did not come within 20 s`);
}

/**
 * @param {Browser} browser
 * @param {keyof typeof HOSTS} host
 */
async function walk({ open, ask, type, press, attach }, host) {
  const there = (selector) => () => ask((selector) => !!document.querySelector("aldaba-form")?.shadowRoot?.querySelector(selector)?.offsetParent, selector);
  const focused = (selector) => () => ask((selector) => !!document.querySelector("aldaba-form").shadowRoot.activeElement?.matches(selector), selector);
  await open(`${SITES}/${host}/`);
  await eventually(there("form"), "the form");
  const before = await ask(() => [Object.keys(window).sort().join(), getComputedStyle(document.querySelector("h1")).font]);

  await press("[data-sending]");
  await eventually(focused("[data-summary]"), "the summary");
  await eventually(there("#name-message"), "the message beside the name");

  for (const [name, text] of Object.entries({ ...HOSTS[host], ...PERSON, ...AGREED })) await answer({ ask, type, press }, name, text);
  await attach(PHOTO);
  await eventually(() => ask(() => !!document.querySelector("aldaba-form").shadowRoot.querySelector("input[type=hidden][name=photos]")), "the photo");
  await press("[data-sending]");
  await eventually(focused("h1"), "the receipt");
  const number = await ask(() => document.querySelector("aldaba-form").shadowRoot.querySelector(".number").textContent);
  assert.match(number, /^\w{3}-\w{3}-\w{3}$/);
  const after = await ask(() => [Object.keys(window).sort().join(), getComputedStyle(document.querySelector("h1")).font]);
  assert.deepEqual(after, before);
  return number;
}

/**
 * @param {Pick<Browser, "ask" | "type" | "press">} browser
 * @param {string} name
 * @param {string} said
 */
async function answer({ ask, type, press }, name, said) {
  const kind = await ask((name) => document.querySelector("aldaba-form").shadowRoot.querySelector(`[name=${name}]`).type, name);
  if (kind === "radio" || kind === "checkbox") return press(`[name=${name}][value="${said}"]`);
  if (kind !== "select-one") return type(`[name=${name}]`, said);
  return ask((name, said) => {
    const select = document.querySelector("aldaba-form").shadowRoot.querySelector(`[name=${name}]`);
    select.value = said;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }, name, said);
}

for (const start of [firefox, webkit]) {
  const browser = await start();
  try {
    for (const host of Object.keys(HOSTS)) console.log(`${start.name}: ${await walk(browser, host)} sent from ${host}`);
  } finally {
    await browser.close();
  }
}
