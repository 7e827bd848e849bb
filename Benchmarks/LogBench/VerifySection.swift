import EventStore
import Foundation
import Postgres

/// What it costs to prove that nothing was changed.
enum VerifySection {
  static func verify(_ jobs: Int) -> String { "verify, \(jobs) session\(jobs == 1 ? "" : "s")" }

  static func section(events: Int) -> Section {
    Section(
      name: "verify",
      cases: [1, 2].map { jobs in Case(verify(jobs)) { try await verify(events, jobs: jobs, $0) } },
      promises: [
        Promise(
          what: "events a second of our own processor",
          figure: { 1e6 / $0.median(verify(1), \.ownMicroseconds) }, limit: .atLeast(500_000))
      ])
  }

  private static func verify(_ events: Int, jobs: Int, _ server: BenchServer) async throws -> Sample {
    try await ReadSection.inOffice(events, server) { address, _, head in
      let watch = Stopwatch(server)
      let verdict = try await LogVerifier { try await ReadSection.session(address) }.verify(jobs: jobs)
      let sample = watch.stop(events: Int(head))
      guard verdict.fault == nil, verdict.events == Int(head) else {
        throw BenchError.wrong(
          "\(verdict.events) of \(head) events were verified: \(String(describing: verdict.fault))")
      }
      return sample
    }
  }
}
