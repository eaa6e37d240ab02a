// The little that a server cannot do: the chart, opening rows, and keys. Everything else is links.
"use strict";

(() => {
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const iso = (ms) => new Date(ms).toISOString();
  let chart = null;

  // ---- histogram -------------------------------------------------------------------------------

  const HOUR = 3600e3;
  const label = (ms, step) => {
    const text = iso(ms);
    if (step >= 24 * HOUR) return text.slice(0, 10);
    return step >= HOUR ? text.slice(5, 16).replace("T", " ") : text.slice(11, step < 60e3 ? 19 : 16);
  };

  /** Draws the stretch of time that is being marked. */
  const marking = (drag) => ({
    id: "marking",
    afterDraw(c) {
      if (drag.from === null || drag.to === null) return;
      const { ctx, chartArea } = c;
      ctx.save();
      ctx.globalAlpha = 0.18;
      ctx.fillStyle = css("--accent");
      ctx.fillRect(Math.min(drag.from, drag.to), chartArea.top, Math.abs(drag.to - drag.from), chartArea.height);
      ctx.restore();
    },
  });

  function drawHistogram(box) {
    const data = JSON.parse(box.dataset.histogram);
    const canvas = box.querySelector("canvas");
    const drag = { from: null, to: null };
    const bars = data.bars;
    const grid = css("--line");
    const text = css("--text-3");
    chart?.destroy();
    chart = new Chart(canvas, {
      type: "bar",
      plugins: [marking(drag)],
      data: {
        labels: bars.map((bar) => label(bar[0], data.step)),
        datasets: [
          { label: "failure", data: bars.map((bar) => bar[2] || null), backgroundColor: css("--chart-bad") },
          { label: "other", data: bars.map((bar) => bar[1] || null), backgroundColor: css("--chart-ok") },
        ],
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        interaction: { mode: "index", intersect: false },
        datasets: { bar: { categoryPercentage: 1, barPercentage: 0.9, minBarLength: 2 } },
        scales: {
          x: { stacked: true, grid: { display: false }, border: { color: grid },
               ticks: { color: text, maxRotation: 0, autoSkipPadding: 28, font: { size: 10.5 } } },
          y: { stacked: true, beginAtZero: true, grid: { color: grid }, border: { display: false },
               ticks: { color: text, maxTicksLimit: 4, precision: 0, font: { size: 10.5 } } },
        },
        plugins: {
          legend: { display: false },
          tooltip: {
            displayColors: true, boxWidth: 8, boxHeight: 8, filter: (item) => item.parsed.y > 0,
            callbacks: {
              title: (items) => items.length ? iso(bars[items[0].dataIndex][0]).slice(0, 19).replace("T", " ") + " UTC" : "",
            },
          },
        },
      },
    });

    const index = (x) => Math.max(0, Math.min(bars.length - 1, Math.round(chart.scales.x.getValueForPixel(x))));
    const position = (event) => event.clientX - canvas.getBoundingClientRect().left;
    canvas.onpointerdown = (event) => {
      if (event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      drag.from = position(event);
    };
    canvas.onpointermove = (event) => {
      if (drag.from === null) return;
      drag.to = position(event);
      chart.draw();
    };
    canvas.onpointercancel = () => { drag.from = drag.to = null; chart.draw(); };
    canvas.onpointerup = (event) => {
      if (drag.from === null) return;
      const ends = [index(drag.from), index(position(event))].sort((a, b) => a - b);
      drag.from = drag.to = null;
      const from = bars[ends[0]][0];
      const to = bars[ends[1]][0] + data.step - 1;
      const and = data.zoom.endsWith("?") ? "" : "&";
      location.assign(`${data.zoom}${and}from=${iso(from)}&to=${iso(to)}`);
    };
  }

  // ---- the score over time ----------------------------------------------------------------------

  function drawLine(box) {
    const data = JSON.parse(box.dataset.line);
    const grid = css("--line");
    const text = css("--text-3");
    const rises = new Set(data.rises);
    const step = (data.to - data.from) / 10;
    chart?.destroy();
    chart = new Chart(box.querySelector("canvas"), {
      type: "line",
      data: {
        datasets: [{
          label: "score", data: data.points.map(([x, y]) => ({ x, y })),
          borderColor: css("--chart-bad"), borderWidth: 1.6, fill: false,
          pointRadius: data.points.map(([x]) => rises.has(x) ? 3.5 : 0),
          pointBackgroundColor: css("--chart-bad"), pointHitRadius: 4,
        }],
      },
      options: {
        animation: false, maintainAspectRatio: false, parsing: false,
        interaction: { mode: "nearest", axis: "x", intersect: false },
        scales: {
          x: { type: "linear", min: data.from, max: data.to, grid: { display: false }, border: { color: grid },
               ticks: { color: text, maxRotation: 0, autoSkipPadding: 28, font: { size: 10.5 }, callback: (ms) => label(ms, step) } },
          y: { beginAtZero: true, grid: { color: grid }, border: { display: false },
               ticks: { color: text, maxTicksLimit: 5, precision: 0, font: { size: 10.5 } } },
        },
        plugins: {
          legend: { display: false },
          tooltip: {
            displayColors: false,
            callbacks: { title: (items) => items.length ? iso(items[0].parsed.x).slice(0, 19).replace("T", " ") + " UTC" : "" },
          },
        },
      },
    });
  }

  function drawAll() {
    if (!window.Chart) return;
    const box = document.querySelector("[data-histogram]");
    if (box) drawHistogram(box);
    const line = document.querySelector("[data-line]");
    if (line) drawLine(line);
  }

  // ---- rows that open --------------------------------------------------------------------------

  const openedRow = (expander) => expander.closest("tr").nextElementSibling;

  function show(expander, open) {
    openedRow(expander).hidden = !open;
    expander.setAttribute("aria-expanded", String(open));
    expander.closest("tr").classList.toggle("is-open", open);
  }

  // A row that has been fetched once only opens and closes.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const expander = event.detail.elt;
    if (!expander.classList?.contains("expander")) return;
    if (openedRow(expander).firstElementChild.childElementCount > 0) {
      event.preventDefault();
      show(expander, openedRow(expander).hidden);
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const target = event.detail.target;
    if (target?.id?.startsWith("detail-")) {
      show(target.closest("tr").previousElementSibling.querySelector(".expander"), true);
    }
  });

  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr.record");
    const marked = String(getSelection()).length > 0;
    if (row && !marked && !event.target.closest("a, button, summary, input")) {
      row.querySelector(".expander").click();
    }
  });

  // ---- keys ------------------------------------------------------------------------------------

  function move(by) {
    const expanders = [...document.querySelectorAll("tr.record .expander")];
    if (expanders.length === 0) return;
    const at = expanders.indexOf(document.activeElement?.closest("tr.record")?.querySelector(".expander"));
    const next = expanders[Math.max(0, Math.min(expanders.length - 1, at + by))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const writing = event.target.closest("input, textarea, select");
    if (event.key === "Escape") {
      const row = document.activeElement?.closest("tr.opened, tr.record");
      const expander = row?.classList.contains("opened")
        ? row.previousElementSibling.querySelector(".expander") : row?.querySelector(".expander");
      if (expander && !openedRow(expander).hidden) { show(expander, false); expander.focus(); }
      else if (writing) writing.blur();
      return;
    }
    if (writing) return;
    if (event.key === "/") {
      const query = document.getElementById("q");
      if (query) { event.preventDefault(); query.focus(); query.select(); }
    } else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
  });

  // ---- wiring ----------------------------------------------------------------------------------

  const say = (text) => { const at = document.querySelector(".busy-text"); if (at) at.textContent = text; };
  document.addEventListener("htmx:beforeSend", () => { document.body.classList.add("asking"); say("Searching"); });
  document.addEventListener("htmx:afterRequest", () => { document.body.classList.remove("asking"); say(""); });
  document.addEventListener("htmx:sendError", () => location.reload());
  document.addEventListener("htmx:afterSettle", (event) => { if (event.detail.target?.id === "page" || event.detail.elt?.id === "page") drawAll(); });
  document.addEventListener("DOMContentLoaded", () => {
    if (matchMedia("(max-width: 820px)").matches) document.querySelector(".facets-fold")?.removeAttribute("open");
    drawAll();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
})();
