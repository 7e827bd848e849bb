import ArgumentParser
import BackOffice
import Domain
import Foundation
import Postgres

/// Where this process works: the only place that reads the environment, the clock and the random source.
struct Workplace: Sendable {
  let environment: [String: String]
  let console: Console
  let now: Date
  /// The zone that `--time-zone` names, in which times are told.
  private let shownZone: TimeZone?
  /// Whom `--as` names, as often as it was given.
  private let actors: [String]

  init(_ output: OutputOptions) {
    self.init(
      language: output.language, noColor: output.noColor, as: output.actors, showing: output.zone?.zone)
  }

  /// For a command with documents of its own, which no table or workbook is.
  init(language: Language?, noColor: Bool, as actors: [String] = [], showing zone: TimeZone? = nil) {
    self.actors = actors
    shownZone = zone
    environment = ProcessInfo.processInfo.environment
    console = Console(language: language, noColor: noColor, environment: environment)
    now = Date()
  }

  /// For a command that shows no table.
  init(_ speech: SpeechOptions) {
    actors = speech.actors
    shownZone = nil
    environment = ProcessInfo.processInfo.environment
    console = Console(speech, environment: environment)
    now = Date()
  }

  /// The data folder: `HOTLINE_HOME`, else the user's data folder.
  var home: String {
    if let home = value("HOTLINE_HOME") { return absolute(home) }
    if let data = value("XDG_DATA_HOME") { return absolute("\(data)/hotline") }
    return "\(value("HOME") ?? NSHomeDirectory())/.local/share/hotline"
  }

  /// The server asked for by `HOTLINE_DATABASE`; `nil` for the private cluster.
  var server: Address? { value("HOTLINE_DATABASE").map { Address($0) } }

  /// The private cluster under the data folder.
  var cluster: Cluster { Cluster(folder: "\(home)/postgres") }

  /// The contents of the files of orders: `HOTLINE_FILES`, else under the data folder; `nil` where the database is a
  /// server of the user's own and nothing says where they lie.
  var knownContents: ContentStore? {
    if let folder = value("HOTLINE_FILES") { return ContentStore(folder: absolute(folder)) }
    return server == nil ? ContentStore(folder: "\(home)/files") : nil
  }

  /// The same for a command that cannot do without.
  var contents: ContentStore {
    get throws {
      guard let contents = knownContents else {
        throw Failure(
          .usage,
          Text(
            zh: "HOTLINE_DATABASE 指向您自己的服务器；请用 HOTLINE_FILES 指定存放附件的目录，所有使用者须是同一目录",
            en:
              "HOTLINE_DATABASE names a server of yours; name the folder for files with HOTLINE_FILES, the same one for all who use it"
          ))
      }
      return contents
    }
  }

  /// Who says to act: `--as`, else `HOTLINE_USER`, else the user of the operating system.
  var claim: ActorClaim {
    get throws {
      // What an import makes of its rows stands behind the same word.
      let named = actors.filter {
        !Import.ListOptions.Target.allCases.map(\.rawValue).contains($0) || !Errand.current.isImport
      }
      guard named.count < 2 else { throw ValidationError("--as is given \(named.count) times; name one") }
      return ActorClaim(name: named.first ?? value("HOTLINE_USER"), login: NSUserName())
    }
  }

  /// The zone that a new office gets: `HOTLINE_TIME_ZONE`, else the machine's.
  var zone: TimeZone {
    get throws {
      guard let name = value("HOTLINE_TIME_ZONE") else { return TimeZone.current }
      guard let zone = TimeZone(identifier: name) else {
        let reason = UnreadableValue.reason(zone: name)
        throw Failure(
          .usage, Text(zh: "HOTLINE_TIME_ZONE：\(reason.zh)", en: "HOTLINE_TIME_ZONE: \(reason.en)"))
      }
      return zone
    }
  }

  /// The webhook for reminders: `HOTLINE_WEBHOOK`.
  var webhook: String? { value("HOTLINE_WEBHOOK") }
  /// The private key of the log's seals, unless another file is named.
  var sealKey: String { "\(home)/log.key" }
  /// The folder that takes reminders without a webhook.
  var spool: String { "\(home)/spool" }

  /// Opens a session, on the private cluster (started when it does not run) or on the server asked for; runs the body;
  /// puts what goes wrong into words.
  func sitting<R: Sendable>(_ body: (Session) async throws -> R) async throws -> R {
    try await connected { address in
      let session = try await open(address)
      let result: R
      do {
        try Errand.current.admit(session)
        result = try await body(session)
      } catch {
        // Where the office cannot be asked for its zone any more, the words are by Greenwich's clock, and say so.
        let zone = try? await session.definitions().calendar.timeZone
        await session.close()
        throw explained(error, zone)
      }
      await session.close()
      return result
    }
  }

  /// - Parameter zone: the office's, where it could be asked.
  func explained(_ error: any Error, _ zone: TimeZone?) -> any Error {
    Explanation.of(error, server: server, zone: shownZone ?? zone ?? .gmt)
  }

  /// Runs the body where the database can be reached, for what opens sessions of its own, and for whoever may run the
  /// command; puts what goes wrong into words.
  func reaching<R: Sendable>(_ body: (Address) async throws -> R) async throws -> R {
    try await connected { address in
      try await admit(to: address)
      return try await body(address)
    }
  }

  /// Refuses whoever may not run the command of this process. Where there is no log yet, nobody governs.
  func admit(to address: Address) async throws {
    guard Errand.current.need != .nothing, try await Session.hasLog(address) else { return }
    do {
      let session = try await open(address)
      await session.close()
      try Errand.current.admit(session)
    } catch let error as OfficeError {
      throw Explanation.of(error, server: server)
    } catch {
      // A damaged log is what `log verify` is there for; whoever cannot be known by it is not kept from being told.
      guard Errand.current.path == ["log", "verify"] else { throw error }
    }
  }

  func open(_ address: Address) async throws -> Session {
    try await Session.open(
      address, claim: try claim, officeZone: try zone, now: now, randomBytes: Self.randomBytes)
  }

  func connected<R: Sendable>(_ body: (Address) async throws -> R) async throws -> R {
    do {
      let console = console
      let address: Address
      if let server {
        address = server
      } else {
        address = try await cluster.start { step in
          console.say(console.styled(Explanation.step(step)(console.language), .dim))
        }
      }
      return try await body(address)
    } catch {
      throw Explanation.of(error, server: server)
    }
  }

  @Sendable static func randomBytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    // Eight at a time: each draw is a call of the kernel.
    let draws = (0..<(count + 7) / 8).flatMap { _ in
      let draw: UInt64 = generator.next()
      return (0..<8).map { UInt8(truncatingIfNeeded: draw >> (8 * $0)) }
    }
    return Array(draws.prefix(count))
  }

  private func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

  private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
  }
}
