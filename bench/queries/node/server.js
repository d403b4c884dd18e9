// The peer in Node: mercurius with jit over the same PostgreSQL. `node server.js PORT`
import Fastify from 'fastify'
import mercurius from 'mercurius'
import pg from 'pg'

const pool = new pg.Pool({
  host: process.env.POSTGRES_HOST,
  port: Number(process.env.POSTGRES_PORT),
  database: process.env.POSTGRES_DB,
  user: process.env.POSTGRES_USER,
  password: process.env.POSTGRES_PASSWORD,
  max: 10
})
pg.types.setTypeParser(20, Number) // bigint, which counts are

// A name makes node-postgres prepare the statement once a connection.
const rows = async (name, text, values) => (await pool.query({ name, text, values })).rows

const METRICS = {
  MESSAGE_COUNT: ['message_count', 'messages'],
  CHAT_RATE: ['chat_rate', 'messages/min'],
  VIEWER_COUNT: ['viewer_count', 'viewers'],
  SENTIMENT_SCORE: ['sentiment_score', 'score'],
  EMOTE_COUNT: ['emote_count', 'emotes'],
  TRANSACTION_COUNT: ['transaction_count', 'transactions']
}
const ISO = `to_char(timestamp AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`
const MINUTE = 60_000

const schema = `
  scalar DateTime
  enum MetricName { ${Object.keys(METRICS).join(' ')} }
  enum Step { MINUTE }
  enum StreamOrder { VIEWERS }
  type Query {
    stream(id: ID!): Stream
    metrics(streamId: ID!, from: DateTime, to: DateTime): [MetricWindow!]!
    series(streamIds: [ID!]!, metrics: [MetricName!]!, from: DateTime, to: DateTime, step: Step): [MetricSeries!]!
    streams(first: Int = 20, orderBy: StreamOrder = VIEWERS): StreamConnection!
  }
  type StreamConnection { edges: [StreamEdge!]! }
  type StreamEdge { node: Stream! }
  type Stream {
    id: ID! channel: String! title: String category: String live: Boolean
    topChatters(first: Int = 10): [Chatter!]!
    moments(first: Int = 20): MomentConnection!
  }
  type Chatter { rank: Int! login: ID! messageCount: Int! share: Float! }
  type MomentConnection { edges: [MomentEdge!]! }
  type MomentEdge { node: Moment! }
  type Moment { id: ID! type: String! severity: String! description: String! }
  type MetricWindow {
    timestamp: DateTime! isFinal: Boolean! viewerCount: Float chatRate: Float! uniqueChatters: Int!
    sentimentScore: Float transactionCount: Int!
  }
  type MetricSeries {
    streamId: ID! metric: MetricName! unit: String! timestamps: [DateTime!]! values: [Float]!
  }
`

const STREAM = 'SELECT stream_id AS id, channel, title, category, live FROM streams'
const resolvers = {
  Query: {
    stream: async (_, { id }) => (await rows('stream', `${STREAM} WHERE stream_id = $1`, [id]))[0],
    metrics: (_, { streamId, from, to }) =>
      rows(
        'metrics',
        `SELECT ${ISO} AS timestamp, is_final AS "isFinal", viewer_count AS "viewerCount",
           chat_rate AS "chatRate", unique_chatters AS "uniqueChatters",
           sentiment_score AS "sentimentScore", transaction_count AS "transactionCount"
         FROM stream_minute WHERE stream_id = $1 AND timestamp >= $2 AND timestamp < $3
         ORDER BY stream_minute.timestamp`,
        [streamId, from, to]
      ),
    series: async (_, { streamIds, metrics, from, to }) => {
      const found = await rows(
        'series',
        `SELECT stream_id, extract(epoch FROM timestamp)::float8 * 1000 AS at,
           ${Object.values(METRICS).map(([slug]) => slug).join(', ')}
         FROM stream_minute WHERE stream_id = ANY($1) AND timestamp >= $2 AND timestamp < $3`,
        [streamIds, from, to]
      )
      const starts = []
      for (let at = Date.parse(from); at < Date.parse(to); at += MINUTE) starts.push(at)
      const timestamps = starts.map((at) => new Date(at).toISOString().replace('.000Z', 'Z'))
      return streamIds.flatMap((streamId) => {
        const minutes = new Map(
          found.filter((row) => row.stream_id === streamId).map((row) => [row.at, row])
        )
        return metrics.map((metric) => {
          const [slug, unit] = METRICS[metric]
          const values = starts.map((at) => minutes.get(at)?.[slug] ?? null)
          return { streamId, metric, unit, timestamps, values }
        })
      })
    },
    streams: async (_, { first }) => {
      const found = await rows(
        'streams',
        `${STREAM} LEFT JOIN LATERAL (
           SELECT viewer_count FROM stream_minute m
           WHERE m.stream_id = streams.stream_id AND m.is_final ORDER BY m.timestamp DESC LIMIT 1
         ) newest ON true
         ORDER BY newest.viewer_count DESC NULLS LAST, stream_id COLLATE "C" LIMIT $1`,
        [first]
      )
      return { edges: found.map((node) => ({ node })) }
    }
  }
}

const grouped = (queries, found) => {
  const of = new Map(queries.map(({ obj }) => [obj.id, []]))
  for (const row of found) of.get(row.stream_id).push(row)
  return queries.map(({ obj }) => of.get(obj.id))
}
const LAST_HOUR = (table) => `FROM unnest($1::text[]) AS asked(id)
  CROSS JOIN LATERAL (
    SELECT max(timestamp) AS newest FROM stream_minute WHERE stream_id = asked.id
  ) at
  JOIN ${table} ON stream_id = asked.id AND timestamp > newest - interval '1 hour' AND timestamp <= newest`
const loaders = {
  Stream: {
    topChatters: async (queries) => {
      const found = await rows(
        'chatters',
        `SELECT * FROM (
           SELECT stream_id, username AS login, sum(message_count)::int8 AS "messageCount",
             (sum(message_count) / sum(sum(message_count)) OVER (PARTITION BY stream_id))::float8 AS share,
             row_number() OVER (
               PARTITION BY stream_id ORDER BY sum(message_count) DESC, username COLLATE "C"
             ) AS rank
           ${LAST_HOUR('chat_summary_minute')} GROUP BY stream_id, username
         ) ranked WHERE rank <= $2 ORDER BY stream_id, rank`,
        [queries.map(({ obj }) => obj.id), queries[0].params.first]
      )
      return grouped(queries, found)
    },
    moments: async (queries) => {
      const found = await rows(
        'moments',
        `SELECT * FROM (
           SELECT stream_id, moment_id AS id, upper(moment_type) AS type, upper(severity) AS severity,
             description,
             row_number() OVER (PARTITION BY stream_id ORDER BY timestamp DESC, moment_id DESC) AS place
           ${LAST_HOUR('moments')}
         ) placed WHERE place <= $2 ORDER BY stream_id, place`,
        [queries.map(({ obj }) => obj.id), queries[0].params.first]
      )
      return grouped(queries, found).map((nodes) => ({ edges: nodes.map((node) => ({ node })) }))
    }
  }
}

const app = Fastify()
app.register(mercurius, { schema, resolvers, loaders, jit: 1 })
await app.listen({ host: '127.0.0.1', port: Number(process.argv[2]) })
