declare module "swagger-ui-dist/swagger-ui-es-bundle" {
  import type { SwaggerConfigs } from "swagger-ui-dist";

  export default function SwaggerUI(options: SwaggerConfigs): unknown;
}
