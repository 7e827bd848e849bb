import FoundationEssentials
import Postgres
import TestCluster
import Testing

@Suite struct ValueTests {
  /// Sends a value and reads it back through a table's column type.
  private func roundTrip<Value: PostgresValue & Equatable>(_ values: [Value]) async throws {
    let connection = try await Connection.open(try await TestCluster.database())
    for value in values {
      let back = try await connection.run { c throws in
        try c.query("select \(value)").first?.decode(Value.self)
      }
      #expect(back == value)
    }
    // And as an array, with a hole in it.
    let holed: [Value?] = values.map { $0 } + [nil]
    let (all, some) = try await connection.run { c throws in
      let row = try #require(try c.query("select \(values), \(holed)").first)
      return try row.decode([Value].self, [Value?].self)
    }
    #expect(all == values)
    #expect(some == holed)
  }

  @Test func numbersComeBackAsTheyWent() async throws {
    try await roundTrip([true, false])
    try await roundTrip([Int16.min, -1, 0, .max])
    try await roundTrip([Int32.min, -1, 0, .max])
    try await roundTrip([Int64.min, -1, 0, .max])
    try await roundTrip([Int.min, -1, 0, .max])
    try await roundTrip([-0.0, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .infinity, 1 / 3])
  }

  @Test func textsAndBytesComeBackAsTheyWent() async throws {
    try await roundTrip(["", "转8012", "a\nb\\\"'$1", "👩‍👩‍👧", String(repeating: "长", count: 100_000)])
    try await roundTrip([[], [0], [UInt8](0...255)])
    try await roundTrip([UUID(), UUID()])
  }

  @Test func datesComeBackToTheMicrosecond() async throws {
    let dates = [
      -1.0, -0.000_001, 0, 0.000_001, 1_427_846_400.123_456, -5_000_000_000.654_321, 8_000_000_000.999_999,
    ].map { Date(timeIntervalSince1970: $0) }
    let connection = try await Connection.open(try await TestCluster.database())
    for date in dates {
      let (back, again) = try await connection.run { c throws in
        let back = try #require(try c.query("select \(date)").first?.decode(Date.self))
        return (back, try #require(try c.query("select \(back)").first?.decode(Date.self)))
      }
      #expect(abs(back.timeIntervalSince(date)) < 0.000_001)
      #expect(back == again)
    }
    let row = try await connection.run { c throws in
      try #require(
        try c.query(
          """
          select timestamptz '1969-12-31 23:59:59.999999+00', timestamptz '2015-04-01 00:00:00-04',
                 extract(epoch from \(Date(timeIntervalSince1970: 1_427_860_800.000_001)))::text
          """
        ).first)
    }
    let (before, spring, text) = try row.decode(Date.self, Date.self, String.self)
    #expect(abs(before.timeIntervalSince1970 - -0.000_001) < 0.000_000_2)
    #expect(spring.timeIntervalSince1970 == 1_427_860_800)
    #expect(text == "1427860800.000001")
  }

  @Test func whatPostgresCannotHoldIsRefused() async throws {
    let connection = try await Connection.open(try await TestCluster.database())
    try await connection.run { c throws in
      for (sql, state) in [
        ("select \("a\0b")" as SQL, "22021"), ("select \(["a\0b"])", "22021"),
        ("select \(Date(timeIntervalSince1970: .infinity))", "22008"),
        ("select \(Date(timeIntervalSince1970: .nan))", "22008"),
        ("select \(Date(timeIntervalSince1970: 1e15))", "22008"), ("select \([[1]])", "0A000"),
      ] {
        let error = #expect(throws: PostgresError.self) { try c.query(sql) }
        #expect(error?.sqlState == state)
      }
    }
  }

  @Test func infinityIsNoDate() async throws {
    let connection = try await Connection.open(try await TestCluster.database())
    let error = try await connection.run { c throws in
      let row = try #require(try c.query("select 'infinity'::timestamptz as due").first)
      return #expect(throws: PostgresError.self) { try row.decode(Date.self) }
    }
    #expect(error?.message.contains("due") == true)
  }

  @Test func jsonKeepsItsText() async throws {
    let connection = try await Connection.open(try await TestCluster.database())
    let (json, jsonb, text) = try await connection.run { c throws in
      try c.execute("create table t (a json, b jsonb)")
      try c.execute("insert into t values (\(JSONText("{\"b\": 1,  \"a\": \"转\"}")), \(JSONText("{\"b\": 1}")))")
      let row = try #require(try c.query("select a, b, b from t").first)
      return try row.decode(JSONText.self, JSONText.self, String.self)
    }
    #expect(json.text == "{\"b\": 1,  \"a\": \"转\"}")
    #expect(jsonb.text == "{\"b\": 1}")
    #expect(text == "{\"b\": 1}")
  }

  @Test func aWrongTypeNamesTheColumn() async throws {
    let connection = try await Connection.open(try await TestCluster.database())
    let row = try await connection.run { c throws in
      try #require(try c.query("select 1::numeric as price, null::int as floor, 7::int2 as small, 8::int4").first)
    }
    #expect(throws: PostgresError.self) { try row["price", as: Double.self] }
    let null = #expect(throws: PostgresError.self) { try row["floor", as: Int.self] }
    #expect(null?.message == "column \"floor\": it is null; decode it as Int?")
    let missing = #expect(throws: PostgresError.self) { try row["door", as: Int.self] }
    #expect(missing?.message.contains("price, floor, small") == true)
    #expect(try row["floor", as: Int?.self] == nil)
    #expect(try row["small", as: Int.self] == 7)
    #expect(try row[3, as: Int64.self] == 8)
    #expect(throws: PostgresError.self) { try row.decode(Int.self) }
  }

  @Test func thousandsOfRowsGoInByArrays() async throws {
    let connection = try await Connection.open(try await TestCluster.database())
    let numbers = Array(0..<20_000)
    let names = numbers.map { $0 % 3 == 0 ? nil : "name \($0)" }
    let (count, last) = try await connection.run { c throws in
      try c.execute("create table t (n bigint, name text)")
      let count = try c.execute("insert into t select * from unnest(\(numbers)::bigint[], \(names)::text[])")
      return (count, try c.query("select name from t where n = \(19_999)").first?.decode(String?.self))
    }
    #expect(count == 20_000)
    #expect(last == "name 19999")
  }

  @Test func statementsAreBuiltFromPieces() {
    let ids: SQL = "id = any(\([1, 2]))"
    var sql: SQL = "select \(identifier: "od\"d") from t where \(ids)"
    sql += [" and a = \(true)" as SQL, " or b = \("x")"].joined(separator: "")
    #expect(sql.text == "select \"od\"\"d\" from t where id = any($1) and a = $2 or b = $3")
    #expect((sql + sql).text.hasSuffix("or b = $6"))
  }
}
