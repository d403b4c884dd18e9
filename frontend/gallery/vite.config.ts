import { defineConfig } from "vite";

// Not part of the product: tests/browser builds it elsewhere, and compares how it looks.
export default defineConfig({ root: "gallery", build: { emptyOutDir: true } });
