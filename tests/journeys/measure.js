// Measures what a page draws: every text against what is behind it, the edges of inputs and the ring
// of focus. `colours` are a theme's by token; `states` are pseudo-classes to hold for everything.
({ colours, states }) => {
  const roots = [document, ...[...document.querySelectorAll("*")].map((each) => each.shadowRoot).filter(Boolean)];
  const theme = colours
    ? `.aldaba.aldaba{${Object.entries(colours).map(([name, value]) => `--a-${name}:${value}`).join(";")}}`
    : "";
  const held = (rules) =>
    [...rules].map((rule) => {
      if (rule.cssRules && !rule.selectorText) return held(rule.cssRules);
      const state = states.find((each) => rule.selectorText?.includes(each));
      if (!state) return "";
      const always = states.reduce((text, each) => text.replaceAll(each, ""), rule.cssText);
      return always.replace(/(^|,)\s*\{/, "$1 *{");
    }).join("\n");
  for (const root of roots) {
    root.before ??= [...root.adoptedStyleSheets];
    const sheets = [...root.styleSheets, ...root.before];
    const added = [sheets.map((sheet) => held(sheet.cssRules)).join("\n"), theme].map((css) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      return sheet;
    });
    root.adoptedStyleSheets = [...root.before, ...added];
  }
  const parsed = (text) => {
    const [red, green, blue, alpha = 1] = text.match(/[\d.]+/g).map(Number);
    return { red, green, blue, alpha };
  };
  const luminance = ({ red, green, blue }) => {
    const [r, g, b] = [red, green, blue].map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const parent = (element) => element.parentElement ?? element.getRootNode().host ?? null;
  const behind = (element) => {
    for (let each = element; each; each = parent(each)) {
      const ground = parsed(getComputedStyle(each).backgroundColor);
      if (ground.alpha === 1) return ground;
    }
    const canvas = parsed(getComputedStyle(document.body).backgroundColor);
    return canvas.alpha === 1 ? canvas : { red: 255, green: 255, blue: 255, alpha: 1 };
  };
  const hex = ({ red, green, blue }) => `#${[red, green, blue].map((value) => value.toString(16).padStart(2, "0")).join("")}`;
  const exempt = (element) => element.closest(":disabled, [aria-disabled=true], .hidden, .trap, .skip, option, svg, noscript, script, style");
  const found = [];
  const see = (what, element, colour, ground, needed) => {
    found.push({ what, text: hex(colour), ground: hex(ground), needed, ratio: contrast(colour, ground), at: `${element.tagName}.${element.className}` });
  };
  for (const root of roots) {
    for (const element of root.querySelectorAll("*")) {
      if (exempt(element) || !element.checkVisibility({ visibilityProperty: true })) continue;
      const style = getComputedStyle(element);
      const written = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
      if (written || (element.matches("input, textarea, select") && !element.matches("[type=hidden], [type=radio], [type=checkbox], [type=file]"))) {
        const size = parseFloat(style.fontSize);
        const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        see("text", element, parsed(style.color), behind(element), large ? 3 : 4.5);
      }
      if (element.matches(".input")) see("edge", element, parsed(style.borderTopColor), behind(parent(element)), 3);
      if (style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2) {
        const inside = parseFloat(style.outlineOffset) < 0;
        see("ring", element, parsed(style.outlineColor), behind(inside ? element : parent(element)), 3);
      }
    }
  }
  return found;
}
