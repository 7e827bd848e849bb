import EventStore
import Foundation
import Postgres
import Spreadsheets
import Testing

@testable import CLI

/// What goes wrong below has words in both languages; a new case of these enums breaks the build, this looks at the words.
@Suite struct ExplanationTests {
  private static let refused = PostgresError(sqlState: "42501", message: "permission denied")

  private static let errors: [any Error] = [
    ClusterError.notInstalled(searched: ["/usr"]),
    ClusterError.otherVersion(folder: "/x", data: "14", installed: ["15"]),
    ClusterError.notAFolder(path: "/x"), ClusterError.notPermitted(path: "/x", action: "read"),
    ClusterError.readOnly(path: "/x"), ClusterError.diskFull(path: "/x"),
    ClusterError.damaged(folder: "/x", .linkToNowhere),
    ClusterError.damaged(folder: "/x", .noVersion), ClusterError.damaged(folder: "/x", .versionUnreadable),
    ClusterError.damaged(folder: "/x", .ownerCannotRun(user: "7")),
    ClusterError.notReachable(folder: "/x/y", parent: "/x", user: "postgres"),
    ClusterError.unsafeSocketFolder(path: "/x"),
    ClusterError.busy(folder: "/x"), ClusterError.notCreated(folder: "/x", reason: "1"),
    ClusterError.notStarted(folder: "/x", reason: "", log: "/l"),
    ClusterError.slow(folder: "/x", action: "starting", log: "/l"),
    ClusterError.system(path: "/x", action: "open", code: EIO),
    MigrationError.changed(schema: "log", number: 1, name: "n"),
    MigrationError.unknown(schema: "log", number: 1, name: "n"),
    MigrationError.tooLate(schema: "log", number: 1, name: "n"),
    ClientProgramError.notInstalled(.dump), ClientProgramError.notStarted(.dump, ENOENT),
    WriteError.folderMissing(path: "/x"), WriteError.isFolder(path: "/x"), WriteError.notAFile(path: "/x"),
    WriteError.notPermitted(path: "/x"), WriteError.readOnly(path: "/x"), WriteError.diskFull(path: "/x"),
    WriteError.system(path: "/x", errno: ENOSPC), WriteError.damaged(path: "/x", part: "1"),
    EventStoreError.idTaken(UUID(), position: 1), EventStoreError.partlyThere(UUID(), position: 1),
    EventStoreError.otherLog(position: 1, head: 0), EventStoreError.busy(waiting: 1), EventStoreError.cancelled,
    EventStoreError.hole(after: 1, found: 3),
  ]

  /// Words that are not names of programs, files or variables.
  private static func english(_ text: String) -> [Substring] {
    text.replacing(#/`[^`]*`|（Debian：[^）]*）/#, with: "").matches(of: #/[a-z]{2,} [a-z]{2,}/#).map(\.output)
  }

  @Test(arguments: errors.indices) func anErrorFromBelowIsSaidInChinese(_ index: Int) throws {
    let error = Self.errors[index]
    let words = try #require(Explanation.of(error) as? Failure).message
    #expect(words.zh != words.en && Self.english(words.zh).isEmpty, "\(error): \(words.zh)")
    #expect(Self.english(words.en).isEmpty == false)
  }

  @Test func aCountAgreesWithWhatIsCounted() {
    #expect(counted(1, "row", "rows") == "1 row")
    #expect(counted(0, "row", "rows") == "0 rows")
    #expect(counted(1_204, "row", "rows") == "1,204 rows")
  }
}
