// The HTML pages under axe-core and the keyboard, in light and in dark; called by .ci/html.sh.
// Usage: node .ci/html.mjs MODULES BROWSER FOLDER [SCREENSHOTS]: FOLDER has scan.html, audit.html, clean.html and hostile.html.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const [modules, browserPath, folder, screenshots] = process.argv.slice(2);
const require = createRequire(path.join(modules, "package.json"));
const puppeteer = require("puppeteer-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const fail = (text) => { throw new Error(text); };
const PAGES = ["scan", "audit", "clean", "hostile"];
const SCHEMES = ["light", "dark"];

const open = async (browser, name, scheme, width = 1280) => {
  const page = await browser.newPage();
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  page.on("console", (message) => fail(`${name}: the console says ${message.text()}`));
  page.on("pageerror", (error) => fail(`${name}: ${error.message}`));
  page.on("dialog", () => fail(`${name}: a dialog: a name has become a script`));
  await page.goto(`file://${path.join(folder, `${name}.html`)}`);
  return page;
};

// Opens what is closed, so that it is judged too.
const unfold = (page) => page.evaluate(() => {
  for (const details of [...document.querySelectorAll("details")].slice(0, 60)) details.open = true;
  return new Promise((resolve) => setTimeout(resolve, 100));
});

const violationsOf = async (page) => {
  await page.evaluate(axe);
  return (await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }))).violations;
};

const judge = async (page, name) => {
  const violations = await violationsOf(page);
  for (const violation of violations) {
    console.log(`axe: ${name}: ${violation.impact} ${violation.id}: ${violation.help}`);
    for (const node of violation.nodes.slice(0, 3)) console.log(`  ${node.html.slice(0, 160)}\n  ${node.failureSummary.replaceAll("\n", " ")}`);
  }
  const bad = violations.filter((violation) => ["serious", "critical"].includes(violation.impact));
  if (bad.length) fail(`${name}: ${bad.map((violation) => violation.id).join(", ")}`);
};

const focused = (page) => page.evaluate(() => {
  const { id, tagName, className } = document.activeElement;
  return id ? `#${id}` : className ? `${tagName.toLowerCase()}.${className}` : tagName.toLowerCase();
});

// The keyboard alone reaches everything, opens a finding, searches and turns pages.
const keyboard = async (page) => {
  const wanted = ["a.skip", "#q", "#severity", "#control", "#rule", "#role", "#place", "#clear", "summary"];
  const reached = [];
  for (let step = 0; step < 20 && reached.at(-1) !== "summary"; step += 1) {
    await page.keyboard.press("Tab");
    reached.push(await focused(page));
  }
  const missed = wanted.filter((one) => !reached.includes(one));
  if (missed.length) fail(`Tab does not reach ${missed}: only ${reached}`);
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  if (outline === "none") fail("what has the focus does not show it");
  const open = () => page.evaluate(() => document.activeElement.parentElement.open && document.activeElement.parentElement.querySelector("dl") !== null);
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("#findings details[open] dl"), { timeout: 5000 }).catch(() => fail("Enter does not open a finding"));
  await page.keyboard.press("Enter");
  if (await open()) fail("Enter does not close a finding");
  await page.keyboard.press("/");
  if (await focused(page) !== "#q") fail("the slash does not lead to the search");
  await page.keyboard.type("surely not there");
  const count = () => page.$eval("#count", (element) => element.textContent);
  if (!(await count()).includes("No finding")) fail("the search does not search");
  for (let step = 0; step < 6; step += 1) await page.keyboard.press("Tab");
  if (await focused(page) !== "#clear") fail(`after the filters comes ${await focused(page)}, not the button that clears them`);
  await page.keyboard.press("Enter");
  if (!(await count()).startsWith("1 to ")) fail("the filters are not cleared");
  const next = await page.$("#next");
  await next.focus();
  await page.keyboard.press("Enter");
  if (!(await count()).startsWith("51 to ")) fail(`the next page is not shown: ${await count()}`);
  if (await focused(page) !== "#found") fail("the next page does not take the focus to its start");
};

const prints = async (page, name) => {
  const pdf = Buffer.from(await page.pdf()).toString("latin1");
  const pages = (pdf.match(/\/Type\s*\/Page\b/g) || []).length;
  if (pages === 0) fail(`${name}: it does not print`);
  return pages;
};

// Names an attacker chose: no script ran, nothing that is not seen changes what is read, nothing is wider than the window.
const harmless = async (page, name) => {
  const seen = await page.evaluate(() => ({
    scripts: document.scripts.length, ran: Boolean(window.pwned), text: document.body.innerText, images: document.images.length,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  }));
  if (seen.ran || seen.scripts !== 2 || seen.images) fail(`${name}: a name has become markup`);
  if (name === "hostile" && !seen.text.includes("<script>")) fail("the name that looks like a script is not shown");
  const unseen = seen.text.match(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069]/);
  if (unseen) fail(`${name}: a mark that is not seen turns text around: U+${unseen[0].codePointAt(0).toString(16)}`);
  if (seen.wide > 0) fail(`${name}: ${seen.wide} pixels too wide`);
};

const browser = await puppeteer.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const printed = [];
  for (const name of PAGES) {
    for (const scheme of SCHEMES) {
      const page = await open(browser, name, scheme);
      await judge(page, `${name}, ${scheme}`);
      if (screenshots) await page.screenshot({ path: path.join(screenshots, `${name}-${scheme}.png`) });
      await unfold(page);
      await judge(page, `${name} unfolded, ${scheme}`);
      if (screenshots) await page.screenshot({ path: path.join(screenshots, `${name}-${scheme}-unfolded.png`), fullPage: name !== "scan" });
      await harmless(page, name);
      if (scheme === "light") printed.push(`${name} ${await prints(page, name)}`);
      await page.close();
    }
    const small = await open(browser, name, "light", 360);
    await unfold(small);
    await judge(small, `${name}, small`);
    await harmless(small, name);
    if (screenshots) await small.screenshot({ path: path.join(screenshots, `${name}-small.png`) });
    await small.close();
  }
  const page = await open(browser, "scan", "light");
  await keyboard(page);
  // axe does judge.
  await page.$eval("#q", (element) => element.parentElement.replaceWith(element));
  if (!(await violationsOf(page)).some((violation) => violation.id === "label")) fail("axe takes anything");
  console.log(`html: axe finds nothing serious in ${PAGES.length} pages, light and dark; the keyboard reaches all; pages printed: ${printed.join(", ")}`);
} finally {
  await browser.close();
}
