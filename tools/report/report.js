"use strict";

// A click, or Enter, on a heading sorts its table: numbers downwards first.
for (const table of document.querySelectorAll("table.sort")) {
	const heads = [...table.tHead.rows[0].cells];
	const key = (row, column) => {
		const cell = row.cells[column];
		const text = cell.dataset.sort ?? cell.textContent;
		const number = parseFloat(text.replace(/,/g, ""));
		return heads[column].classList.contains("n") ? number || 0 : text;
	};
	heads.forEach((head, column) => {
		const sort = () => {
			const down = head.getAttribute("aria-sort") === "descending";
			const numbers = head.classList.contains("n");
			const up = head.hasAttribute("aria-sort") ? down : !numbers;
			const rows = [...table.tBodies[0].rows];
			rows.sort((a, b) => {
				const x = key(a, column), y = key(b, column);
				return (x < y ? -1 : x > y ? 1 : 0) * (up ? 1 : -1);
			});
			heads.forEach(other => other.removeAttribute("aria-sort"));
			head.setAttribute("aria-sort", up ? "ascending" : "descending");
			table.tBodies[0].append(...rows);
		};
		head.tabIndex = 0;
		head.addEventListener("click", sort);
		head.addEventListener("keydown", event => {
			if (event.key === "Enter")
				sort();
		});
	});
}

// The numbers under the pointer, above the chart, whose axis begins after its padding.
const data = document.getElementById("levels");
if (data) {
	const { width, names, levels } = JSON.parse(data.textContent);
	const time = seconds => seconds < 10 ? seconds.toFixed(3) + " s" :
		seconds < 600 ? seconds.toFixed(1) + " s" :
		seconds < 36000 ? (seconds / 60).toFixed(1) + " min" :
		(seconds / 3600).toFixed(1) + " h";
	for (const figure of document.querySelectorAll("figure[data-role]")) {
		const chart = figure.querySelector("svg");
		const output = figure.querySelector("output");
		const series = levels[figure.dataset.role];
		chart.addEventListener("pointermove", event => {
			const box = chart.getBoundingClientRect();
			const left = parseFloat(getComputedStyle(chart).paddingLeft);
			const x = (event.clientX - box.left - left) / (box.width - left);
			const at = Math.floor(x * series.length);
			if (at < 0 || at >= series.length) {
				output.textContent = "";
				return;
			}
			const parts = Object.entries(series[at]).map(([state, level]) =>
				names[state] + " " + Number(level.toPrecision(3)));
			output.textContent = time(at * width / 1e9) + ": " +
				(parts.join(", ") || "none");
		});
		chart.addEventListener("pointerleave", () => { output.textContent = ""; });
	}
}

// A link to a ladder opens it.
const open = () => {
	const target = location.hash && document.getElementById(location.hash.slice(1));
	if (target instanceof HTMLDetailsElement)
		target.open = true;
};
addEventListener("hashchange", open);
open();
