import ArgumentParser
import EventCodec
import EventStore
import Foundation
import Postgres

/// `hotline log …`: whether the log is as it was written.
struct LogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Check that the log is as it was written, and seal it.",
    discussion: """
      Each event carries a hash of itself and of the one before it, so nothing in the log can be changed, removed or \
      inserted unnoticed, unless somebody computes all hashes anew. A seal, kept where that person cannot reach it, shows \
      that too.
      """,
    subcommands: [Verify.self, Seal.self, Key.self])

  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "verify", abstract: "Compute all hashes again and name the first event that does not fit.",
      discussion: """
        Ends with status 0 when the log is as it was written, and with 65 when it is not. Others may append meanwhile. \
        What was erased of personal data is counted and is no fault, as long as some event says that somebody was \
        forgotten; who and when: hotline event list --type party.forgotten

        Examples:
          hotline log verify
          hotline log verify --seal seals/2026-11.txt --public-key hotline-log.pub
          hotline log verify --from 1000000 --format json
        """)
    @Option(help: ArgumentHelp("Begin here; the hash of the event before is trusted.", valueName: "pos"))
    var from: Int64 = 1
    @Option(help: ArgumentHelp("End here; else at the end of the log.", valueName: "pos")) var to: Int64?
    @Option(help: ArgumentHelp("Also check that this seal holds.", valueName: "file"), completion: .file())
    var seal: String?
    @Option(
      help: ArgumentHelp("The key that checks the seal; else the one in the data folder.", valueName: "file"),
      completion: .file())
    var publicKey: String?
    @Option(help: ArgumentHelp("As many connections read at once; else one a processor, at most 8.", valueName: "n"))
    var jobs: Int?
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if from < 1 { throw ValidationError("--from \(from): write 1 or more") }
      if let to, to < from { throw ValidationError("--to \(to): write \(from) or more") }
      if let jobs, !(1...64).contains(jobs) { throw ValidationError("--jobs \(jobs): write 1 to 64") }
      if publicKey != nil, seal == nil { throw ValidationError("--public-key checks a seal; add --seal FILE") }
    }

    /// Whether an event says that somebody was forgotten: only that may take personal parts away.
    private func isAnybodyForgotten(_ address: Address) async throws -> Bool {
      let connection = try await LogSession.open(address)
      let forgettings = [StoredName.partyForgotten, .orderForgotten, .staffForgotten].map(\.rawValue)
      let found = try await connection.run { try LogReader.holds(anyOf: forgettings, on: $0) }
      await connection.close()
      return found
    }

    func run() async throws {
      let workplace = Workplace(output)
      let (from, to) = (from, to)
      let jobs = jobs ?? min(8, ProcessInfo.processInfo.activeProcessorCount)
      try await workplace.reaching { address in
        // Before the log is read: a seal that is no good needs no long wait.
        let seal = try seal.map { try SealFile.checked($0, publicKey: publicKey, workplace) }
        let verifier = LogVerifier { try await LogSession.open(address) }
        let line = CountLine(Text(zh: "核对", en: "checking"), workplace.console)
        defer { line.finish() }
        let verdict = try await verifier.verify(from: from, to: to, seal: seal, jobs: jobs) { line.add($0, of: $1) }
        line.finish()
        // One position behind the end is what a check of the new events alone asks for.
        if verdict.fault == nil, from - 1 > verdict.head.position {
          throw Failure(
            .usage,
            Text(
              zh: "--from \(from)：日志在 \(verdict.head.position) 结束，没有可核对的",
              en: "--from \(from): the log ends at \(verdict.head.position), so there is nothing to check"))
        }
        try LogVerdictCard.show(verdict, seal: seal, output, workplace)
        if output.isTable {
          LogVerdictCard.sayWhatItMeans(verdict, seal, hasOwnKey: publicKey == nil, workplace.console)
        }
        if let fault = verdict.fault { throw fault }
        if verdict.erasedParts > 0, try await !isAnybodyForgotten(address) {
          throw LogVerdictCard.erasedByNobody(verdict.erasedParts)
        }
      }
    }
  }
}
