"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { findings, summary, rules, audit } = data;
  // The worst first; those of one severity stay in the order of their files.
  const rank = { critical: 0, high: 1, medium: 2, low: 3 };
  findings.sort((a, b) => rank[a.severity] - rank[b.severity]);
  const PAGE = 50;
  // Paper has no pages to turn; of more findings than this nobody reads a print.
  const PRINTED = 2000;
  const SEVERITIES = ["critical", "high", "medium", "low"];
  const byId = (id) => document.getElementById(id);

  // What is not seen but changes what is read (direction marks, zero-width characters) is shown as an escape, as in the other reports.
  const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
  const plain = (child) => (typeof child === "string" ? child.replace(UNSEEN, (c) => `\\u{${c.codePointAt(0).toString(16)}}`) : child);

  // Text only ever becomes text: nothing from the data is read as markup.
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children.filter((child) => child !== null && child !== undefined).map(plain));
    return element;
  };
  const drawn = (name, attributes = {}, ...children) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children.map(plain));
    return element;
  };
  const page = (url) => {
    if (!/^https:\/\/([a-z0-9-]+\.)*postman\.co\//.test(url || "")) return null;
    return make("a", { href: url, rel: "noreferrer noopener", target: "_blank" }, "Open in Postman");
  };
  // Names can be long and folders deep: both ends say most.
  const cut = (name) => (name.length > 80 ? `${name.slice(0, 79)}…` : name);
  const trail = (at) => {
    const names = [at.collection || at.environment, ...(at.folders || []), at.request, at.example].filter(Boolean).map(cut);
    return (names.length > 7 ? [...names.slice(0, 3), "…", ...names.slice(-3)] : names).join(" › ");
  };
  const field = (at) => [at.role, at.field && cut(at.field)].filter(Boolean).join(" ");

  const bars = (title, rows) => {
    const most = Math.max(1, ...rows.map((row) => row.count));
    const chart = drawn("svg", { viewBox: `0 0 420 ${rows.length * 26 + 4}`, role: "img", "aria-label": `${title}: ${rows.map((row) => `${row.name} ${row.count}`).join(", ")}` });
    rows.forEach((row, index) => {
      const top = index * 26 + 2;
      chart.append(
        drawn("text", { x: 0, y: top + 16 }, row.name),
        drawn("rect", { class: "track", x: 120, y: top + 4, width: 240, height: 15, rx: 4 }),
        drawn("rect", { class: `bar ${row.tone || ""}`, x: 120, y: top + 4, width: Math.max(row.count ? 3 : 0, (240 * row.count) / most), height: 15, rx: 4 }),
        drawn("text", { x: 370, y: top + 16 }, String(row.count)),
      );
    });
    return make("div", {}, make("h3", {}, title), chart);
  };
  const tally = (values) => {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || String(a[0]).localeCompare(String(b[0])));
  };

  const charts = () => {
    const severity = SEVERITIES.map((name) => ({ name, tone: name, count: findings.filter((one) => one.severity === name).length }));
    const controls = tally(findings.flatMap((one) => one.controls.map((control) => control.id))).slice(0, 10);
    byId("charts").append(bars("Severity", severity));
    if (controls.length) byId("charts").append(bars("Controls broken", controls.map(([name, count]) => ({ name, count }))));
  };

  // What is searched for each finding, in lower case.
  const texts = findings.map((one) => [one.title, one.rule_id, one.path, trail(one.location), field(one.location), one.pointer, one.fingerprint, one.redacted,
    one.workspace && one.workspace.name].filter(Boolean).join("\n").toLowerCase());
  const FILTERS = {
    severity: (one) => [one.severity],
    control: (one) => one.controls.map((control) => control.id),
    rule: (one) => [one.rule_id],
    role: (one) => [one.location.role],
    place: (one) => [one.workspace ? one.workspace.name : one.path],
  };
  const state = { q: "", page: 0 };

  const readHash = () => {
    const said = new URLSearchParams(location.hash.slice(1));
    state.q = said.get("q") || "";
    state.page = Math.max(0, (parseInt(said.get("page"), 10) || 1) - 1);
    byId("q").value = state.q;
    for (const name of Object.keys(FILTERS)) {
      state[name] = said.get(name) || "";
      byId(name).value = state[name];
    }
  };
  const writeHash = () => {
    const said = new URLSearchParams();
    for (const [name, value] of Object.entries(state)) if (value && name !== "page") said.set(name, value);
    if (state.page) said.set("page", String(state.page + 1));
    history.replaceState(null, "", `#${said}`);
  };
  const options = () => {
    for (const [name, values] of Object.entries(FILTERS)) {
      const all = tally(findings.flatMap(values));
      if (name === "severity") all.sort((a, b) => SEVERITIES.indexOf(a[0]) - SEVERITIES.indexOf(b[0]));
      for (const [value, count] of all.slice(0, 500)) byId(name).append(make("option", { value }, `${value.slice(0, 80)} (${count})`));
    }
  };
  const chosen = () => {
    const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    return findings.filter((one, index) =>
      words.every((word) => texts[index].includes(word)) &&
      Object.entries(FILTERS).every(([name, values]) => !state[name] || values(one).includes(state[name])));
  };

  const term = (list, name, ...value) => {
    if (value.some((one) => one !== null && one !== undefined && one !== "")) list.append(make("dt", {}, name), make("dd", {}, ...value));
  };
  const detail = (one) => {
    const rule = rules[one.rule_id] || {};
    const list = make("dl");
    term(list, "Place", `${one.path}:${one.line}:${one.column}`);
    term(list, "Pointer", one.pointer ? make("code", {}, one.pointer.length > 2000 ? `${one.pointer.slice(0, 2000)}…` : one.pointer) : "");
    term(list, "Secret", make("code", {}, one.secret || one.redacted));
    term(list, "Rule", `${one.rule_id}, confidence ${one.confidence}${one.verdict === "none" ? "" : `, checksum ${one.verdict}`}`);
    term(list, "Belongs to", one.companion);
    term(list, "Expires", one.expires);
    term(list, "Baseline", one.baseline);
    term(list, "Workspace", one.workspace ? `${one.workspace.name} (${one.workspace.visibility})` : "");
    term(list, "Commit", one.commit ? `${one.commit.id || ""}` : "");
    term(list, "Fingerprint", make("code", {}, one.fingerprint));
    term(list, "Page", page(one.url || one.location.link || (one.location.ids || {}).link));
    term(list, "Also in", one.occurrences.length ? make("ul", { class: "plain" }, ...one.occurrences.slice(0, 50).map((place) =>
      make("li", {}, `${trail(place.location)} · ${field(place.location)} · line ${place.line}`))) : "");
    term(list, "Sent to", one.reach.length ? make("ul", { class: "plain" }, ...one.reach.slice(0, 50).map((reach) =>
      make("li", {}, `${reach.host || "an unknown host"}${reach.tls === false ? " without TLS" : ""}`))) : "");
    term(list, "Controls", one.controls.length ? make("ul", { class: "plain" }, ...one.controls.map((control) =>
      make("li", {}, `${control.id} ${control.title}: ${control.why}`))) : "");
    term(list, "Why it matters", rule.why);
    term(list, "What to do", rule.revoke);
    return make("div", { class: "detail" }, list);
  };
  const row = (one) => {
    const where = [trail(one.location) || one.path, field(one.location)].filter(Boolean).join(" · ");
    const head = make("summary", {}, make("span", { class: "row" },
      make("span", {}, make("span", { class: `chip ${one.severity}` }, one.severity)),
      make("span", { class: "what" }, make("strong", {}, one.title), " ", make("span", { class: "soft" }, one.redacted)),
      make("span", { class: "where soft" }, where)));
    const details = make("details", {}, head);
    details.addEventListener("toggle", () => { if (details.open && details.children.length === 1) details.append(detail(one)); });
    return make("li", {}, details);
  };
  const draw = (all, from, most) => {
    byId("findings").replaceChildren(...all.slice(from, from + most).map(row));
    byId("count").textContent = all.length ? `${from + 1} to ${Math.min(from + most, all.length)} of ${all.length} findings` : "No finding is like that.";
  };
  const show = () => {
    const all = chosen();
    const last = Math.max(0, Math.ceil(all.length / PAGE) - 1);
    state.page = Math.min(state.page, last);
    draw(all, state.page * PAGE, PAGE);
    byId("back").disabled = state.page === 0;
    byId("next").disabled = state.page === last;
    writeHash();
  };
  const listen = () => {
    const change = (name) => (event) => { state[name] = event.target.value; state.page = 0; show(); };
    byId("q").addEventListener("input", change("q"));
    for (const name of Object.keys(FILTERS)) byId(name).addEventListener("change", change(name));
    const turn = (by) => () => { state.page += by; show(); byId("found").focus(); };
    byId("back").addEventListener("click", turn(-1));
    byId("next").addEventListener("click", turn(1));
    byId("clear").addEventListener("click", () => { history.replaceState(null, "", "#"); readHash(); show(); byId("q").focus(); });
    window.addEventListener("beforeprint", () => draw(chosen(), 0, PRINTED));
    window.addEventListener("afterprint", show);
    window.addEventListener("hashchange", () => { readHash(); show(); });
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) { event.preventDefault(); byId("q").focus(); }
    });
  };

  const MARKS = { pass: "✓", partial: "◐", fail: "✕", manual: "?", "not-evaluated": "–" };
  const percent = (controls) => {
    const of = (verdict) => controls.filter((control) => control.verdict === verdict).length;
    const judged = of("pass") + of("partial") + of("fail");
    return judged ? `${Math.floor((of("pass") * 100 + of("partial") * 50) / judged)} %` : "–";
  };
  const scores = () => {
    const cards = [["All controls", audit.controls], ...["L1", "L2", "L3"].map((level) => [`Level ${level}`, audit.controls.filter((control) => control.level === level)])];
    const sections = [...new Set(audit.controls.map((control) => control.section))];
    for (const section of sections) cards.push([section, audit.controls.filter((control) => control.section === section)]);
    return make("ul", { class: "cards" }, ...cards.filter(([, controls]) => controls.length).map(([name, controls]) =>
      make("li", { class: "card" }, make("b", {}, percent(controls)), make("span", { class: "soft" }, name))));
  };
  const verdicts = () => {
    const body = make("tbody");
    for (const control of audit.controls) {
      const evidence = control.evidence.filter((one) => one.verdict === control.verdict).slice(0, 20);
      const waiver = control.waiver ? make("p", { class: "soft" }, `Accepted by ${control.waiver.owner} until ${control.waiver.until || "further notice"}${control.waiver.expired ? ", which is over" : ""}: ${control.waiver.reason}`) : null;
      body.append(make("tr", {},
        make("th", { scope: "row" }, control.id),
        make("td", {}, control.title, make("div", { class: "soft" }, [control.level, ...control.cis.map((id) => `CIS ${id}`), ...control.nist, ...control.soc2].filter(Boolean).join(" · "))),
        make("td", {}, make("span", { class: `chip ${control.verdict}` }, control.verdict)),
        make("td", {}, control.summary, waiver, make("details", {}, make("summary", {}, "Evidence and advice"),
          make("ul", { class: "plain" }, ...evidence.map((one) => make("li", {}, [one.place, one.text].filter(Boolean).join(": ")))), make("p", {}, control.advice)))));
    }
    return make("div", { class: "wrap" }, make("table", { class: "stack" }, make("caption", {}, `${audit.subject}`),
      make("thead", {}, make("tr", {}, ...["Control", "Title", "Verdict", "Why"].map((name) => make("th", { scope: "col" }, name)))), body));
  };
  const matrix = () => {
    const spoken = audit.controls.filter((control) => audit.rows.some((one) => one.verdicts[control.id]));
    // Those that most speaks against first.
    const failed = (one) => Object.values(one.verdicts).filter((verdict) => verdict === "fail").length;
    const rows = [...audit.rows].sort((a, b) => failed(b) - failed(a)).slice(0, 1000);
    if (!spoken.length || !rows.length) return "";
    const body = rows.map((one) => make("tr", {}, make("th", { scope: "row" }, one.name.slice(0, 120), one.visibility ? make("span", { class: "soft" }, ` ${one.visibility}`) : null),
      ...spoken.map((control) => { const verdict = one.verdicts[control.id]; return make("td", { class: `mark ${verdict || ""}` }, verdict ? MARKS[verdict] : "", make("span", { class: "skip" }, verdict || "nothing")); })));
    const more = audit.rows.length > rows.length ? `, ${audit.rows.length - rows.length} more are not shown` : "";
    return make("div", { class: "wrap", tabindex: "0", role: "region", "aria-label": "Matrix" }, make("table", {}, make("caption", {}, `What speaks against which control: ✕ fail, ◐ partial${more}`),
      make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Workspace or file"), ...spoken.map((control) => make("th", { scope: "col" }, control.id)))), make("tbody", {}, ...body)));
  };

  const coverage = () => {
    const { skipped, malformed, complete } = summary.coverage;
    const lines = [...malformed.map((one) => `${one.path}:${one.line}: ${one.message}`), ...skipped.map((one) => `${one.path}: ${one.reason}${one.detail ? `, ${one.detail}` : ""}`)];
    byId("coverage").append(make("p", {}, complete ? "Everything that was asked for was scanned." : "The scan is incomplete: what could not be read may hold credentials."));
    if (lines.length) byId("coverage").append(make("details", {}, make("summary", {}, `${lines.length} not scanned, or broken`), make("ul", { class: "plain" }, ...lines.slice(0, 2000).map((line) => make("li", {}, line)))));
  };

  charts();
  coverage();
  if (audit) byId("audit").append(scores(), verdicts(), matrix());
  if (findings.length) { options(); readHash(); listen(); show(); }
})();
