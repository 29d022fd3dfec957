// Tira das folhas de estilo das bibliotecas as regras que nenhuma página e nenhum script usa.
// Uso: node shrink.js PASTA, a do livro construído.
import { glob, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PurgeCSS } from "purgecss";

const html = process.argv[2];
const names = ["styles/pydata-sphinx-theme.css", "sphinx-design.min.css", "mystnb.*.css"];
const css = await Array.fromAsync(glob(names.map((name) => join(html, "_static", name))));
const text = (await Promise.all(css.map((file) => readFile(file, "utf-8")))).join("\n");

const results = await new PurgeCSS().purge({
  // O que está escrito em qualquer página ou script fica: também as classes que só um script põe.
  content: [join(html, "**/*.html"), join(html, "**/*.js")],
  css,
  // O Bootstrap monta estes nomes em pedaços, e nenhum arquivo os traz inteiros.
  safelist: { greedy: [/\bbs-/, /tooltip/] },
  // Um atributo, como o tema claro ou escuro, pode ganhar qualquer valor enquanto se lê.
  dynamicAttributes: [...text.matchAll(/\[([\w-]+)/g)].map(([, name]) => name),
});
await Promise.all(results.map(({ file, css }) => writeFile(file, css)));
