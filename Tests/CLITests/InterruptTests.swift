import Foundation
import Testing

@testable import CLI

@Suite(.serialized) struct InterruptTests {
  @Test func theFirstSignalCancelsTheWork() async {
    let error = await #expect(throws: Interrupt.Received.self) {
      try await Interrupt.heeding {
        kill(getpid(), SIGTERM)
        // Ends with the cancellation, not with the hour.
        try await Task.sleep(for: .seconds(3600))
      }
    }
    #expect(error?.signal == SIGTERM)
  }

  @Test func workThatEndsIsNotDisturbed() async throws {
    try await Interrupt.heeding {}
    await #expect(throws: ExitStatus.conflict) { try await Interrupt.heeding { throw ExitStatus.conflict } }
  }
}
