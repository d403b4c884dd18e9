/**
 * ../schema.graphql and the .graphql files of the layers -> src/graphql/generated.ts.
 * With --check nothing is written: it fails when the file is not what it would be.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { codegen } from "@graphql-codegen/core";
import * as documentNode from "@graphql-codegen/typed-document-node";
import * as types from "@graphql-codegen/typescript";
import * as operations from "@graphql-codegen/typescript-operations";
import { parse } from "graphql";
import { format } from "prettier";

const filename = "src/graphql/generated.ts";
const folders = ["src/graphql", "src/features"];

const documents = folders
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => `${folder}/${name}`))
  .filter((location) => location.endsWith(".graphql"))
  .sort()
  .map((location) => ({ location, document: parse(readFileSync(location, "utf8")) }));

const generated = await codegen({
  filename,
  documents,
  schema: parse(readFileSync("../schema.graphql", "utf8")),
  config: {
    scalars: { BigInt: "number", Cursor: "string", DateTime: "string" },
    avoidOptionals: { field: true },
    enumsAsTypes: true,
    onlyOperationTypes: true,
    skipTypename: true, // a document that wants to know asks for __typename
    useTypeImports: true,
  },
  plugins: [{ types: {} }, { operations: {} }, { documentNode: {} }],
  pluginMap: { types, operations, documentNode },
});
const text = await format(generated, { filepath: filename, printWidth: 100 });

if (!process.argv.includes("--check")) writeFileSync(filename, text);
else if (readFileSync(filename, "utf8") !== text) {
  process.stderr.write(`${filename} is not what the schema says: run "npm run codegen".\n`);
  process.exit(1);
}
