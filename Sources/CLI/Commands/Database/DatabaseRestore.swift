import ArgumentParser
import BackOffice
import EventStore
import Foundation

extension DatabaseCommand {
  /// `hotline db restore`
  struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "restore", abstract: "Restore a backup into an empty log, and check every event of it.",
      discussion: """
        The log must be empty: set HOTLINE_HOME to a new folder, or HOTLINE_DATABASE to an empty database. What is not \
        exactly the log that was sealed is removed again. With --public-key the backup must be signed with that key, which \
        shows whose it is; without, only that it is whole: restore no stranger's backup so.

        Example:
          HOTLINE_HOME=/srv/hotline-new \\
            hotline db restore hotline-2026-11-30.backup --public-key hotline-log.pub
        """)
    @Argument(help: "The file that hotline db backup wrote.", completion: .file()) var file: String
    @Option(
      help: ArgumentHelp("The key that the seal must be signed with.", valueName: "key-file"), completion: .file())
    var publicKey: String?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let summary: BackOffice.Backup.Summary
      do {
        let key = try publicKey.map { try SealFile.publicKeyFile($0) }
        summary = try await workplace.reaching { address in
          let lines = BackupLines(workplace.console)
          defer { lines.finish() }
          let backup = BackOffice.Backup(
            address, environment: workplace.environment, files: workplace.knownContents, jobs: BackupLines.jobs,
            progress: lines.show)
          do {
            return try await backup.restore(from: file, publicKey: key)
          } catch let error as SealError {
            throw SealFile.failure(file, error)
          }
        }
      } catch {
        throw Explanation.of(error)
      }
      try BackupLines.card(summary, file: file, output, workplace)
      workplace.console.say(
        Text(
          zh: "已恢复，每个事件都与封存时相同；各列表在首次使用时重新计算",
          en: "restored, and every event is as it was sealed; lists are computed at their first use"))
    }
  }
}
