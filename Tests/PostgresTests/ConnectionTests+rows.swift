import FoundationEssentials
import Postgres
import TestCluster
import Testing

/// Many rows, in and out.
extension ConnectionTests {
  @Test func aMillionRowsPassOneByOne() async throws {
    let connection = try await connection()
    let sum = try await connection.run { c throws in
      var sum = 0
      try c.forEachRow("select n, 'x' as x from generate_series(1, \(1_000_000)) as n") { row in
        sum += try row.decode(Int.self, String.self).0
      }
      return sum
    }
    #expect(sum == 500_000_500_000)
  }

  @Test func leavingALoopOverRowsLeavesTheConnectionFree() async throws {
    struct Enough: Error {}
    let connection = try await connection()
    try await connection.run { c throws in
      #expect(throws: Enough.self) {
        try c.forEachRow("select generate_series(1, 1000000000)") { row in
          if try row.decode(Int.self) == 10 { throw Enough() }
        }
      }
      #expect(throws: PostgresError.self) {
        try c.forEachRow("select 1 / (3 - n) from generate_series(1, 5) as n") { _ in }
      }
      let error = #expect(throws: PostgresError.self) {
        try c.forEachRow("select 1") { _ in _ = try c.query("select 2") }
      }
      #expect(error?.sqlState == "55000")
      #expect(try c.query("select 7").first?.decode(Int.self) == 7)
    }
  }

  @Test func copyMovesRowsInAndOut() async throws {
    let connection = try await connection()
    try await connection.run { c throws in
      try c.execute("create table t (n bigint, name text, at timestamptz)")
      let text = try c.copyIn("copy t (n, name) from stdin") { writer in
        try writer.row(text: ["1", "a\tb\\\n转\r"])
        try writer.row(text: ["2", nil])
        try writer.write(Array("3\tplain\n".utf8))
      }
      #expect(text == 3)
      let binary = try c.copyIn("copy t from stdin (format binary)") { writer in
        for n in 4...10_003 { try writer.row(n, n % 2 == 0 ? nil : "name \(n)", Date(timeIntervalSince1970: 7)) }
      }
      #expect(binary == 10_000)
      #expect(try c.copyIn("copy t from stdin (format binary)") { _ in } == 0)
      #expect(try c.query("select name from t where n = 1").first?.decode(String.self) == "a\tb\\\n转\r")
      #expect(
        try c.query("select count(*), count(name) from t").first?.decode(Int.self, Int.self) ?? (0, 0) == (
          10_003, 5_002
        ))
      var lines: [String] = []
      try c.copyOut("copy (select n, name from t where n < 4 order by n) to stdout") { bytes in
        lines.append(String(decoding: (0..<bytes.count).map { bytes[$0] }, as: UTF8.self))
      }
      #expect(lines == ["1\ta\\tb\\\\\\n转\\r\n", "2\t\\N\n", "3\tplain\n"])
    }
  }

  @Test func aFailingCopyLeavesNothing() async throws {
    struct Broken: Error {}
    let connection = try await connection()
    try await connection.run { c throws in
      try c.execute("create table t (n bigint check (n < 100))")
      #expect(throws: Broken.self) {
        try c.copyIn("copy t from stdin") { writer in
          try writer.row(text: ["1"])
          throw Broken()
        }
      }
      let error = #expect(throws: PostgresError.self) {
        try c.copyIn("copy t from stdin") { writer in
          for n in 0..<100_000 { try writer.row(text: ["\(n)"]) }
        }
      }
      #expect(error?.sqlState == "23514")
      #expect(throws: PostgresError.self) { try c.copyIn("select 1") { _ in } }
      #expect(throws: PostgresError.self) { try c.query("copy t from stdin") }
      #expect(throws: PostgresError.self) { try c.query("copy t to stdout") }
      #expect(throws: PostgresError.self) { try c.script("copy t from stdin; select 1") }
      #expect(throws: Broken.self) {
        try c.copyOut("copy (select * from generate_series(1, 10000000)) to stdout") { _ in throw Broken() }
      }
      #expect(throws: PostgresError.self) { try c.query("  ") }
      #expect(try c.query("select count(*) from t").first?.decode(Int.self) == 0)
    }
  }
}

/// Columns one after the other.
extension ConnectionTests {
  @Test func fieldsAreReadInOrderAsTheyAre() async throws {
    let connection = try await connection()
    try await connection.run { c throws in
      let id = UUID()
      let row = try c.query(
        """
        select 7::smallint, 8::integer, 9::bigint, true, timestamptz '2015-03-31 23:12:00.25Z', \(id), null::uuid,
          '门'::text, '{"a": 1}'::json
        """
      ).only()
      var fields = row.fields
      #expect(try fields.int16() == 7)
      #expect(try fields.int32() == 8)
      #expect(try fields.int64() == 9)
      #expect(try fields.bool())
      #expect(try fields.date() == Date(timeIntervalSince1970: 1_427_843_520.25))
      #expect(try fields.uuid() == id)
      #expect(try fields.optionalUUID() == nil)
      #expect(try fields.text() == "门")
      #expect(try fields.text() == #"{"a": 1}"#)
      #expect(throws: PostgresError.self) { _ = try fields.text() }

      fields = row.fields
      // Of another width.
      #expect(throws: PostgresError.self) { _ = try fields.uuid() }
      for _ in 0..<5 { fields.skip() }
      let error = #expect(throws: PostgresError.self) { _ = try fields.uuid() }
      #expect(error?.sqlState == "22004")
    }
  }
}
