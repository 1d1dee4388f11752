/* Draws the chart of each figure[data-chart] out of its table, which stands there without script. */
(function () {
  "use strict";

  const INK = "#4d5b67";
  const LINE = "#e6ebef";
  const AXIS = { axisLine: { lineStyle: { color: "#c9d2da" } }, axisTick: { show: false } };
  const LABEL = { color: INK, fontSize: 12 };
  const NAME = { align: "left", padding: [0, 0, 0, -36], color: INK };

  function options(figure) {
    const rows = Array.from(figure.querySelectorAll("tr[data-name]"));
    const names = rows.map((row) => row.dataset.name);
    const rates = rows.map((row) => (row.dataset.rate === "None" ? null : Number(row.dataset.rate)));
    const overdue = rows.map((row) => Number(row.dataset.overdue));
    const category = (index, shown) => ({
      ...AXIS, type: "category", data: names, gridIndex: index, axisLabel: { ...LABEL, show: shown },
    });
    return {
      animation: false,
      textStyle: { fontFamily: getComputedStyle(figure).fontFamily, ...LABEL },
      tooltip: { trigger: "axis", renderMode: "richText" },
      grid: [{ left: 48, right: 28, top: 34, height: 128 }, { left: 48, right: 28, top: 204, height: 56 }],
      xAxis: [category(0, false), category(1, true)],
      yAxis: [
        {
          type: "value", name: figure.dataset.rate, nameTextStyle: NAME, min: 0, max: 100, interval: 25,
          axisLabel: { ...LABEL, formatter: "{value}%" }, splitLine: { lineStyle: { color: LINE } },
        },
        {
          type: "value", name: figure.dataset.overdue, nameTextStyle: NAME, gridIndex: 1, min: 0, minInterval: 1,
          axisLabel: { show: false }, splitLine: { show: false },
        },
      ],
      series: [
        {
          name: figure.dataset.rate, type: "line", data: rates, symbol: "circle", symbolSize: 6,
          lineStyle: { color: "#1d5b9e", width: 2 }, itemStyle: { color: "#1d5b9e" },
          label: { show: true, position: "top", color: "#1d5b9e", fontWeight: 600, formatter: "{c}%" },
        },
        {
          name: figure.dataset.overdue, type: "bar", xAxisIndex: 1, yAxisIndex: 1, barWidth: 20, data: overdue,
          itemStyle: { color: "#9fb3c6" }, label: { show: true, position: "top", ...LABEL },
        },
      ],
    };
  }

  document.querySelectorAll("figure[data-chart]").forEach((figure) => {
    const place = figure.querySelector(".chart");
    place.classList.add("drawn");
    const chart = window.echarts.init(place, null, { renderer: "svg" });
    chart.setOption(options(figure));
    window.addEventListener("resize", () => chart.resize());
  });
})();
