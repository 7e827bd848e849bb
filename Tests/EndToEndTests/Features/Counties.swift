import Testing

/// A city with two counties, each with an order of its own, in an office that is governed.
struct Counties: Sendable {
  let office: Office
  /// An order of the east, with its own words.
  let eastOrder: String
  /// An order of the west, with words that nobody of the east may read.
  let westOrder: String
  /// What stands in the words of the west's order, and nowhere else.
  static let secret = "乙县隐秘"

  /// A member of staff at the keyboard.
  func `as`(_ code: String) -> Office { office.with(["HOTLINE_USER": code]) }

  /// One for all tests that leave the tree, the roles and these people as they are: `li` and `wang` have every role but
  /// that of an administrator; `hand` handles orders of the east, `ana` only reads them.
  static func shared() async throws -> Counties { try await sharing.value }

  private static let sharing = Task {
    let town = try await setUp(roles: [
      "agent", "dispatcher", "unit", "approver", "supervisor", "clerk", "analyst", "scheduler", "auditor",
    ])
    let chief = town.as("chief")
    try await chief.expect(
      0, "person", "join", "hand", "--unit", "east", "--role", "agent", "--role", "dispatcher", "--role", "unit")
    try await chief.expect(0, "person", "join", "ana", "--unit", "east", "--role", "analyst")
    return town
  }

  /// Opens an order in the east and returns its number.
  ///
  /// - Parameter phone: two first calls of one number at the same moment may make two people of it; a test that asks for the
  ///   one of a number says its own.
  func open(
    _ title: String, process: String = "complaint", as code: String = "hand", phone: String = "13900000003"
  ) async throws -> String {
    struct Line: Decodable { let stream: String }
    let opened = try await self.as(code).expect(
      0, "order", "open", "--process", process, "--title", title, "--unit", "east.repairs", "--category", "gas",
      "--text", title, "--phone", phone, "--format", "ndjson"
    ).ndjson(Line.self)
    return try #require(
      opened.compactMap { $0.stream.hasPrefix("order-") ? String($0.stream.dropFirst(6)) : nil }.first)
  }

  /// Sets it up: `chief` governs; `li` works in the east and `wang` in the west.
  static func setUp(roles: [String] = ["agent", "dispatcher", "unit"]) async throws -> Counties {
    let office = try await Office.onTestServer()
    try await office.expect(0, "unit", "add", "city", "--name", "市政热线中心")
    for (code, name) in [("east", "东县"), ("west", "西县")] {
      try await office.expect(0, "unit", "add", code, "--parent", "city", "--name", name)
      try await office.expect(0, "unit", "add", "\(code).repairs", "--parent", code, "--name", "\(name)维修队")
    }
    func open(_ title: String, _ unit: String, _ phone: String) async throws -> String {
      try await office.expect(
        0, "order", "open", "--process", "complaint", "--title", title, "--unit", unit, "--phone", phone, "--category",
        "gas")
      let all = try await office.expect(0, "order", "list", "--unit", unit, "--format", "ndjson").ndjson(
        OrderAnswer.self)
      return try #require(all.last?.no)
    }
    let east = try await open("东县路灯不亮", "east.repairs", "13900000001")
    let west = try await open("\(secret)路灯不亮", "west.repairs", "13900000002")
    try await office.expect(0, "order", "note", west, "\(secret)备注")
    let granted = roles.flatMap { ["--role", $0] }
    try await office.expect(0, ["person", "join", "li", "--unit", "east", "--name", "样李"] + granted)
    try await office.expect(0, ["person", "join", "wang", "--unit", "west", "--name", "样王"] + granted)
    try await office.expect(0, "person", "join", "chief", "--unit", "city", "--role", "admin", "--name", "样主任")
    return Counties(office: office, eastOrder: east, westOrder: west)
  }
}
