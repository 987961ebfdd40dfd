/** Fonts of an interactive figure; a static one uses the font of `font.ts` for all of them. */
const fontFamily = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif';

const axis = {
  showline: true,
  linecolor: '#444444',
  linewidth: 1,
  ticks: 'outside',
  tickcolor: '#444444',
  ticklen: 4,
  gridcolor: '#e9e9e9',
  gridwidth: 1,
  zeroline: false,
  tickfont: { size: 13 },
  title: { font: { size: 14 }, standoff: 8 },
  exponentformat: 'power',
};

/** The project's look, as a Plotly template; a figure's own layout comes before it. */
export const template = {
  layout: {
    font: { family: fontFamily, size: 13, color: '#222222' },
    paper_bgcolor: '#ffffff',
    plot_bgcolor: '#ffffff',
    colorway: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#8a8a8a', '#1a1a1a'],
    hoverlabel: { font: { size: 13 } },
    hovermode: 'closest',
    legend: {
      orientation: 'h',
      x: 0,
      xanchor: 'left',
      y: 1.015,
      yanchor: 'bottom',
      font: { size: 13 },
      bgcolor: 'rgba(0,0,0,0)',
    },
    xaxis: axis,
    yaxis: axis,
    annotationdefaults: { font: { size: 13 }, arrowcolor: '#444444', arrowwidth: 1, arrowhead: 0 },
  },
};

/** Pixels around the axes before the caption; no figure relies on automatic margins, so that captions stay in place. */
export const margin = Object.freeze({ l: 70, r: 24, t: 44, b: 58 });

/** Pixels of a figure that names no size of its own, without its caption. */
export const size = Object.freeze({ width: 720, height: 430 });

/** How Plotly behaves in the reader's page. */
export const config = Object.freeze({ responsive: true, displaylogo: false });
