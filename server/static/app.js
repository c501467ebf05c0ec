// Suggestions below the search box with the key that leads to it, an incident and
// ticks kept while the tab is open, texts to copy, and the clock of the report
// duty. Everything works without this file.
"use strict";

(() => {
  const form = document.querySelector("form[data-suggest]");
  if (!form) return;
  const input = form.elements.q;
  const list = document.getElementById("q-list");
  const status = form.querySelector("[data-status]");
  const lang = document.documentElement.lang;
  let options = [], active = -1, timer = 0, pending = null;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");

  // While an input method composes, keys belong to it. Safari ends the
  // composition before the key that confirms it, which then has code 229.
  const composing = (e) => e.isComposing || e.keyCode === 229;

  const close = () => {
    list.hidden = true;
    list.replaceChildren();
    options = [];
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const select = (i) => {
    active = i;
    [...list.children].forEach((li, n) => li.setAttribute("aria-selected", String(n === i)));
    if (i < 0) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    input.setAttribute("aria-activedescendant", list.children[i].id);
    list.children[i].scrollIntoView({ block: "nearest" });
  };

  const folders = { case: "/cases/", lesson: "/lessons/", provision: "/provisions/", source: "/sources/" };

  // A second Enter while the chosen page loads must not search instead.
  let leaving = false;
  form.addEventListener("submit", (e) => {
    if (leaving) e.preventDefault();
  });
  addEventListener("pageshow", () => {
    leaving = false;
  });

  const go = (path, params) => {
    leaving = true;
    const chosen = new URLSearchParams(location.search).get("lang");
    if (chosen) params.set("lang", chosen);
    location.assign(path + (params.size ? "?" + params : ""));
  };

  // A document is opened, a tag narrows, a word is searched for.
  const choose = (i) => {
    const s = options[i];
    const [facet, tag] = (s.id || "").split(":");
    if (folders[s.kind] && s.id) return go(folders[s.kind] + encodeURIComponent(s.id), new URLSearchParams());
    if (tag && form.dataset.facets.split(" ").includes(facet)) return go(form.getAttribute("action"), new URLSearchParams({ [facet]: tag }));
    input.value = s.text;
    close();
    form.requestSubmit();
  };

  const same = (a, b) => a && b && a.kind === b.kind && a.id === b.id && a.text === b.text;

  // New suggestions may come while one is chosen already: the choice stays.
  const show = (found) => {
    const chosen = options[active];
    close();
    options = found;
    found.forEach((s, i) => {
      const li = document.createElement("li");
      li.id = "q-option-" + i;
      li.setAttribute("role", "option");
      li.setAttribute("aria-selected", "false");
      const text = document.createElement("span");
      text.lang = "ja";
      text.textContent = s.text;
      li.append(text);
      if (form.dataset["kind" + s.kind[0].toUpperCase() + s.kind.slice(1)]) {
        const kind = document.createElement("small");
        kind.textContent = form.dataset["kind" + s.kind[0].toUpperCase() + s.kind.slice(1)];
        li.append(kind);
      }
      list.append(li);
    });
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    const still = found.findIndex((s) => same(s, chosen));
    if (still >= 0) select(still);
    status.textContent = found.length ? form.dataset.found.replace("%", String(found.length)) : "";
  };

  const ask = async () => {
    pending?.abort();
    const q = input.value.trim();
    if (q === "" || q.length > 60) {
      close();
      return;
    }
    pending = new AbortController();
    try {
      const answer = await fetch(form.dataset.suggest + "?" + new URLSearchParams({ q, lang }), { signal: pending.signal });
      if (answer.status === 503) timer = setTimeout(ask, 1000); // still loading
      if (!answer.ok) return;
      const { suggestions } = await answer.json();
      if (document.activeElement === input) show(suggestions);
    } catch (e) {
      if (e.name !== "AbortError") close();
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 170);
  });

  input.addEventListener("keydown", (e) => {
    if (composing(e)) return;
    if (e.key === "Escape" && !list.hidden) {
      e.preventDefault();
      close();
    } else if (e.key === "Enter" && active >= 0) {
      e.preventDefault();
      choose(active);
    } else if ((e.key === "ArrowDown" || e.key === "ArrowUp") && options.length) {
      e.preventDefault();
      const step = e.key === "ArrowDown" ? 1 : -1;
      const n = options.length + 1;
      select(((active + 1 + step + n) % n) - 1);
    }
  });

  // mousedown comes before blur, so that the list is still there.
  list.addEventListener("mousedown", (e) => {
    const li = e.target.closest("[role=option]");
    if (!li) return;
    e.preventDefault();
    choose([...list.children].indexOf(li));
  });
  input.addEventListener("blur", () => {
    clearTimeout(timer);
    close();
  });

  document.addEventListener("keydown", (e) => {
    if (e.key !== "/" || composing(e) || e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.target.closest("input, textarea, select, [contenteditable]")) return;
    e.preventDefault();
    input.focus();
    input.select();
  });
})();

// What is entered on an incident stays in this tab, however one leaves the page:
// a mistaken click in the middle of an outage loses nothing. The answer comes
// into the same page, so that going back to it finds it again.
const startIncident = () => {
  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  const key = form.dataset.keep, clear = form.querySelector("[data-clear]");
  const fields = [...form.elements].filter((e) => e.name && e.type !== "hidden");
  const read = () => {
    const values = {};
    for (const [name, value] of new FormData(form)) (values[name] ||= []).push(value);
    return values;
  };
  // What the page itself fills in, such as today, is nothing entered.
  const entered = () => fields.some((e) => (e.type === "checkbox" ? e.checked : e.value.trim() !== "" && e.name !== "on"));
  const show = () => {
    clear.hidden = !entered() && !("asked" in form.dataset);
  };
  const keep = () => {
    try {
      if (entered()) sessionStorage.setItem(key, JSON.stringify({ values: read(), asked: "asked" in form.dataset }));
      else sessionStorage.removeItem(key);
    } catch {
      // Storage is full or forbidden: it is then kept by the page alone.
    }
    show();
  };
  const restore = () => {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(key));
    } catch {
      // as above
    }
    if (!kept?.values) return false;
    for (const e of fields) {
      const values = kept.values[e.name] || [];
      if (e.type === "checkbox") e.checked = values.includes(e.value);
      else e.value = values[0] ?? "";
    }
    for (const d of form.querySelectorAll("details")) d.open ||= [...d.querySelectorAll("textarea")].some((t) => t.value !== "");
    return kept.asked;
  };
  // An XMLHttpRequest parses a page without running anything in it, and needs
  // no exception from Trusted Types.
  const ask = (focus) => {
    form.setAttribute("aria-busy", "true");
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.responseType = "document";
    request.onload = () => {
      const page = request.response?.querySelector("main");
      if (!page) return form.submit();
      document.querySelector("main").replaceChildren(...page.childNodes);
      startPage();
      if (!focus) return;
      scrollTo({ top: 0, behavior: "instant" });
      (document.querySelector("[aria-invalid=true]") || document.querySelector("details.ask > summary"))?.focus({ preventScroll: true });
    };
    request.onerror = () => form.submit(); // the browser says itself why there is no answer
    request.send(new URLSearchParams(new FormData(form)));
  };
  form.addEventListener("input", keep);
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    keep();
    ask(true);
  });
  clear.addEventListener("click", () => {
    try {
      sessionStorage.removeItem(key);
    } catch {
      // as above
    }
    location.assign(form.action);
  });
  if ("asked" in form.dataset) keep();
  else if (restore()) ask(false);
  show();
};

// Texts to copy. Without a clipboard the text is selected, to be copied by hand.
const startCopy = () => {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const text = document.getElementById(button.dataset.copy), said = button.parentElement.querySelector("[role=status]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      said.textContent = "";
      text.select();
      try {
        await navigator.clipboard.writeText(text.value);
      } catch {
        if (!document.execCommand("copy")) return;
      }
      said.textContent = button.dataset.copied;
    });
  }
};

// Ticks on check questions are kept in this tab: a list of another day must not
// begin with ticks on it.
const startTicks = () => {
  const list = document.querySelector("[data-ticks]");
  if (!list) return;
  const key = "kyokun.ticks", boxes = [...list.querySelectorAll("[data-tick]")];
  const done = list.querySelector("[data-done]"), reset = list.querySelector("[data-reset]"), print = list.querySelector("[data-print]");
  let ticked = new Set();
  try {
    ticked = new Set(JSON.parse(sessionStorage.getItem(key) || "[]"));
  } catch {
    // Forbidden or broken: the ticks are then kept by the page alone.
  }
  const show = () => {
    const n = boxes.filter((b) => b.checked).length;
    done.textContent = n ? done.dataset.done.replace("%1", n).replace("%2", boxes.length) : "";
    reset.hidden = n === 0;
  };
  const keep = () => {
    for (const b of boxes) ticked[b.checked ? "add" : "delete"](b.dataset.tick);
    try {
      sessionStorage.setItem(key, JSON.stringify([...ticked]));
    } catch {
      // as above
    }
    show();
  };
  for (const b of boxes) b.checked = ticked.has(b.dataset.tick);
  list.addEventListener("change", keep);
  reset.addEventListener("click", () => {
    for (const b of boxes) b.checked = false;
    keep();
    boxes[0].focus();
  });
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
  show();
};

// The clock of the report duty: how long the accident has lasted, and how long
// until its next line and its next deadline. It reads the page alone.
let ticking = 0;
const startClock = () => {
  clearInterval(ticking);
  const clock = document.querySelector("[data-clock]");
  if (!clock) return;
  const face = clock.querySelector("[role=timer]"), button = clock.querySelector("button");
  const { start, elapsed, border, passed, deadline, units } = clock.dataset;
  const [d, h, m, s, gap] = units.split(",");
  const began = start ? Date.parse(start) : NaN;
  const most = 48 * 3600e3; // later, no one waits for a line any more
  const lines = [...document.querySelectorAll("time[data-line]")]
    .map((e) => ({ at: Date.parse(e.dateTime), text: e.textContent }))
    .sort((a, b) => a.at - b.at);
  // The last day of a deadline ends at midnight in Japan.
  const dues = [...document.querySelectorAll("time[data-by]")].filter((e) => !e.closest(".near-miss"))
    .map((e) => ({ at: Date.parse(e.dateTime + "T23:59:59+09:00"), text: e.textContent, what: e.closest("tr, li").querySelector(".what").textContent }))
    .sort((a, b) => a.at - b.at);

  const span = (ms) => {
    const n = Math.floor(ms / 1000);
    if (n >= 86400) return Math.floor(n / 86400) + d + gap + Math.floor(n % 86400 / 3600) + h;
    if (n >= 3600) return Math.floor(n / 3600) + h + gap + Math.floor(n % 3600 / 60) + m;
    return Math.floor(n / 60) + m + gap + n % 60 + s;
  };
  const fill = (text, ...parts) => parts.reduce((t, p, i) => t.replace("%" + (i + 1), () => p), text);

  const tick = () => {
    const now = Date.now(), texts = [];
    const running = now >= began && now - began <= most;
    if (running) {
      texts.push(elapsed.replace("%", () => span(now - began)));
      const line = lines.find((l) => l.at > now);
      if (line) texts.push(fill(border, line.text, span(line.at - now)));
      else if (lines.length) texts.push(passed);
    }
    const due = dues.find((x) => x.at > now);
    if (due) texts.push(fill(deadline, due.what, due.text, span(due.at - now)));
    clock.hidden = texts.length === 0;
    button.hidden = !running;
    face.replaceChildren(...texts.map((t) => Object.assign(document.createElement("span"), { textContent: t })));
  };

  button.addEventListener("click", () => {
    const minutes = document.getElementById("minutes");
    // A form that counts from the start itself is just sent again.
    minutes.value = "live" in minutes.dataset ? "" : String(Math.floor((Date.now() - began) / 60e3));
    minutes.form.requestSubmit();
  });
  tick();
  if (!clock.hidden) ticking = setInterval(tick, 1000);
};

const startPage = () => {
  startCopy();
  startTicks();
  startClock();
  startIncident();
};
startPage();
