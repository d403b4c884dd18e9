/** The worked examples that the playground opens with, one a tab, in the order of their names. */
const documents = import.meta.glob<string>("./tour/*.graphql", {
  query: "?raw",
  import: "default",
  eager: true,
});

export const tour = Object.entries(documents)
  .sort(([one], [other]) => one.localeCompare(other))
  .map(([, query]) => ({ query }));
