// O que o tema e as extensões escrevem em inglês sem passar pela tradução do Sphinx.
const PORTUGUESE = {
  "Toggle primary sidebar": "Mostrar ou esconder o sumário",
  "Toggle secondary sidebar": "Mostrar ou esconder o conteúdo da página",
  "Toggle hidden content": "Mostrar ou esconder a resposta",
  "Copy to clipboard": "Copiar o código",
  Copy: "Copiar",
  "Copied!": "Copiado!",
  "Failed to copy": "Não foi possível copiar",
  "Launch on Binder": "Abrir no Binder",
  "Launch interactive content": "Abrir e executar",
  "Source repository": "Repositório",
  "Source repositories": "Repositório",
  "Suggest edit": "Propor mudança",
  "Open an issue": "Relatar um problema",
  Repository: "Repositório",
  Main: "Principal",
  Page: "Nesta página",
  "Table of contents": "Sumário",
};
const ATTRIBUTES = ["title", "aria-label", "data-tooltip", "data-bs-title", "data-bs-original-title"];

function translate(root) {
  for (const element of root.querySelectorAll(ATTRIBUTES.map((name) => `[${name}]`).join())) {
    for (const name of ATTRIBUTES) {
      const portuguese = PORTUGUESE[element.getAttribute(name)?.trim()];
      if (portuguese) element.setAttribute(name, portuguese);
    }
  }
  for (const title of root.querySelectorAll("svg title, .prev-next-area, h2.onlyprint")) {
    const portuguese = PORTUGUESE[title.textContent.trim()];
    if (portuguese) title.textContent = portuguese;
  }
}

function mendAccessibility() {
  // O nome que se ouve precisa conter o texto que se vê.
  for (const button of document.querySelectorAll(".search-button-field")) {
    const visible = button.innerText.replaceAll(/\s+/g, " ").trim();
    const name = button.getAttribute("aria-label") ?? "";
    if (visible && !name.includes(visible)) button.setAttribute("aria-label", `${visible}: ${name}`);
  }
  for (const summary of document.querySelectorAll("summary[aria-label]")) {
    if (summary.innerText.trim()) summary.removeAttribute("aria-label");
  }
  // O botão do tema já tem nome; os títulos dos seus ícones o contradizem.
  for (const icon of document.querySelectorAll(".theme-switch-button > *")) {
    icon.setAttribute("aria-hidden", "true");
    icon.removeAttribute("title");
    icon.querySelector("title")?.remove();
  }
  // Papéis que a norma abandonou: sem eles, a lista é lida como texto, e inteira.
  for (const entry of document.querySelectorAll(".citation-list, [role=doc-biblioentry]")) {
    entry.removeAttribute("role");
  }
  // Uma tabela, uma fórmula ou um código que rola precisa poder ser alcançado pelo teclado.
  const scrolling = [
    "div.cell_output",
    "div.highlight pre",
    ".text_html",
    ".pst-scrollable-table-container",
    ".katex-display",
  ];
  for (const box of document.querySelectorAll(scrolling.join())) {
    // Uma saída longa, em um quadro, rola também de cima para baixo.
    const framed = box.matches(".tag_scroll-output > .cell_output");
    if (framed || box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
}

document.addEventListener("DOMContentLoaded", () => {
  const mend = () => {
    translate(document);
    mendAccessibility();
  };
  mend();
  if (document.querySelector("div.interativa")) {
    const source = `${document.documentElement.dataset.content_root}figuras/figuras.js`;
    document.head.append(Object.assign(document.createElement("script"), { src: source }));
  }
  addEventListener("resize", mendAccessibility);
  // Os botões de copiar e de abrir chegam depois da página.
  new MutationObserver((changes) => {
    if (changes.some(({ addedNodes }) => addedNodes.length > 0)) mend();
  }).observe(document.body, { childList: true, subtree: true });
});
