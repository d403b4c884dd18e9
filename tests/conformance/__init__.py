"""graphql-transport-ws, line by line: against our server, and against that of npm `graphql-ws`.

A test that takes `url` is held by both servers, which shows that the test itself is right. One that
takes `our_url` is about what is ours: a limit, a code, or a case where the other differs, for a
reason that stands beside it.
"""
