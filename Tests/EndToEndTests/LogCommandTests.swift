import FoundationEssentials
import Glibc
import Postgres
import Testing

/// `hotline log`: whether the log is as it was written, said to people and to scripts.
@Suite struct LogCommandTests {
  struct Verdict: Decodable {
    let valid: Bool
    let events, head: Int
    let hash: String
    let personal, erased: Int
    let sealed, position: Int?
    let fault: String?
  }

  static func verify(_ office: Office, status: Int32 = 0, _ arguments: String...) async throws -> Verdict {
    try await office.expect(status, ["log", "verify", "--format", "json"] + arguments).json(Verdict.self)
  }

  /// Three orders on a database of the test server.
  private static func office() async throws -> Office {
    let office = try await Office.onTestServer()
    for title in ["One", "Two", "Three"] {
      try await office.expect(0, "order", "open", "--process", "request", "--title", title)
    }
    return office
  }

  @Test func aWholeLogIsValidAndAnAlteredOneIsNot() async throws {
    let office = try await Self.office()
    let whole = try await Self.verify(office)
    #expect(whole.valid && whole.events == whole.head && whole.personal == 3 && whole.fault == nil)
    let said = try await office.expect(0, "log", "verify", "--lang", "zh")
    #expect(said.stdout.contains("完好") && said.stderr.contains("hotline log seal"), "\(said.stderr)")

    try await office.tamper("update log.events set actor = 'somebody' where position = \(whole.head - 1)")
    let altered = try await Self.verify(office, status: 65, "--jobs", "3")
    #expect(!altered.valid && altered.position == whole.head - 1 && altered.fault == "changed")
    let told = try await office.expect(65, "log", "verify")
    #expect(told.stderr.contains("error: event \(whole.head - 1) was changed"), "\(told.stderr)")
    #expect(try await Self.verify(office, "--to", "\(whole.head - 2)").valid)
    let chinese = try await office.expect(65, "log", "verify", "--lang", "zh")
    #expect(chinese.stderr.contains("事件 \(whole.head - 1) 在记录之后被改动"), "\(chinese.stderr)")
  }

  @Test func personalPartsThatNobodyWasForgottenForAreMissed() async throws {
    let office = try await Self.office()
    try await office.tamper("delete from log.personal where position = (select min(position) from log.personal)")
    let told = try await office.expect(65, "log", "verify")
    #expect(told.stderr.contains("1 personal part is gone, and no event says"), "\(told.stderr)")
  }

  @Test func aSealIsMadeKeptAndChecked() async throws {
    let office = try await Self.office()
    let made = try await office.expect(0, "log", "seal", "-o", "first.txt")
    #expect(made.stderr.contains("\(office.home)/log.key"), "\(made.stderr)")
    var status = stat()
    #expect(unsafe stat("\(office.home)/log.key", &status) == 0 && status.st_mode & 0o777 == 0o600)
    // The first is the witness of what was before; nothing takes its place.
    #expect(try await office.expect(5, "log", "seal", "-o", "first.txt").stderr.contains("another name"))
    _ = try office.write(try await office.expect(0, "log", "key").stdout, to: "log.pub")
    _ = try office.write(
      try await office.expect(0, "log", "key", "--key", "other.key").stdout, to: "other.pub")

    try await office.expect(0, "order", "open", "--process", "request", "--title", "Four")
    let verdict = try await Self.verify(office, "--seal", "first.txt", "--public-key", "log.pub")
    #expect(verdict.valid && verdict.sealed ?? 0 < verdict.head)
    let own = try await office.expect(0, "log", "verify", "--seal", "first.txt")
    #expect(own.stderr.contains("--public-key"), "\(own.stderr)")

    // Mailed to somebody with another system, and back.
    let text = try String(contentsOfFile: "\(office.folder)/first.txt", encoding: .utf8)
    let mail = "Seal of today:\r\n" + text.split(separator: "\n").map { "> \($0) \r\n" }.joined()
    _ = try office.write(mail, to: "mail.txt")
    #expect(try await Self.verify(office, "--seal", "mail.txt").valid)

    let last = text.filter(\.isHexDigit).isEmpty ? "" : text.replacing("position   ", with: "position   1")
    _ = try office.write(last, to: "altered.txt")
    #expect(try await office.expect(1, "log", "verify", "--seal", "altered.txt").stderr.contains("events"))
    _ = try office.write(text.replacing("sealed     20", with: "sealed     19"), to: "redated.txt")
    #expect(try await office.expect(65, "log", "verify", "--seal", "redated.txt").stderr.contains("signature"))
    let stranger = try await office.expect(1, "log", "verify", "--seal", "first.txt", "--public-key", "other.pub")
    #expect(stranger.stderr.contains("signed with the key"), "\(stranger.stderr)")
    #expect(stranger.stderr.contains("--public-key"), "the way out: \(stranger.stderr)")
    for noKey in ["mail.txt", "\(office.home)/log.key"] {
      let said = try await office.expect(1, "log", "verify", "--seal", "first.txt", "--public-key", noKey).stderr
      #expect(said.contains(noKey) && !said.contains("first.txt"), "\(said)")
    }
    #expect(try await office.expect(1, "log", "verify", "--seal", "log.pub").stderr.contains("no seal"))
    #expect(try await office.expect(1, "log", "verify", "--seal", "none.txt").stderr.contains("none.txt"))
    #expect(try await office.expect(1, "log", "seal", "--key", "none.key").stderr.contains("log key --key none.key"))
    let auditor = office.with(["HOTLINE_HOME": "\(office.folder)/auditor"])
    let keyless = try await auditor.expect(1, "log", "verify", "--seal", "first.txt").stderr
    #expect(keyless.contains("no key") && keyless.contains("--public-key"), "\(keyless)")

    unsafe chmod("\(office.home)/log.key", 0o644)
    #expect(try await office.expect(4, "log", "seal").stderr.contains("chmod 600"))
  }

  @Test func onlyTheSealShowsThatTheEndWasCutOff() async throws {
    let office = try await Self.office()
    try await office.expect(0, "log", "seal", "-o", "seal.txt")
    let head = try await Self.verify(office).head
    try await office.tamper(
      """
      delete from log.personal where position >= \(head); delete from log.events where position >= \(head);
      update log.head set position = position - 1, hash = (select hash from log.events where position = \(head - 1));
      delete from log.streams where not exists (select from log.events e where e.stream_no = streams.stream_no)
      """)
    #expect(try await Self.verify(office).valid)
    let sealed = try await Self.verify(office, status: 65, "--seal", "seal.txt")
    #expect(sealed.fault == "sealed-is-gone" && sealed.position == head)
  }

  @Test func aCheckFromBehindTheEndFindsNothingDeleted() async throws {
    let office = try await Self.office()
    let head = try await Self.verify(office).head
    // What a check of the new events alone finds when there are none.
    #expect(try await Self.verify(office, "--from", "\(head + 1)").valid)
    let slip = try await office.expect(2, "log", "verify", "--from", "\(head + 2)")
    #expect(slip.stderr.contains("ends at \(head)") && !slip.stderr.contains("deleted"), "\(slip.stderr)")
    try await office.tamper("update log.head set position = position - 2")
    #expect(try await Self.verify(office, status: 65, "--from", "\(head + 2)").fault == "after-head")
  }

  @Test func aDatabaseWithoutALogSaysSo() async throws {
    let office = try await Office.onTestServer()
    #expect(try await office.expect(1, "log", "verify").stderr.contains("no log"))
    #expect(try await office.expect(1, "db", "backup", "a.backup").stderr.contains("no log"))
    #expect(!office.has("a.backup"))
  }
}

extension Office {
  /// Alters the log as an administrator would who means it.
  func tamper(_ sql: String) async throws {
    let connection = try await Connection.open(Address(environment["HOTLINE_DATABASE"] ?? ""))
    try await connection.run { c in try c.script("set session_replication_role = replica; \(sql)") }
    await connection.close()
  }
}
