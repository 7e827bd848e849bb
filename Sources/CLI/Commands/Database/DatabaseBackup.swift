import ArgumentParser
import BackOffice
import EventStore
import Foundation

extension DatabaseCommand {
  /// `hotline db backup`
  struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "backup", abstract: "Check the log and write a backup of it into one file.",
      discussion: """
        Others may go on working. The file holds the log with its personal data, what was handed over to gateways, and a \
        seal; the files of orders go along, where HOTLINE_FILES or the data folder has them. Read models are computed \
        again from it. It appears under its name when it is complete. The key of seals \
        (hotline log key) is not in it.

        Examples:
          hotline db backup /media/disk/hotline-2026-11-30.backup
          hotline db backup latest.backup --force --key /media/stick/log.key
        """)
    @Argument(help: "The file to write.", completion: .file()) var file: String
    @Flag(help: "Replace a file of that name.") var force = false
    @Option(
      help: ArgumentHelp("Sign with this private key; else with that of the data folder.", valueName: "key-file"),
      completion: .file())
    var key: String?
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let workplace = Workplace(output)
      let console = workplace.console
      if !force, FileManager.default.fileExists(atPath: file) { throw Explanation.of(BackupError.exists(path: file)) }
      let given = try key.map { try SealKeyFile.read($0) }
      let summary = try await workplace.reaching { address in
        // Only for somebody who may make backups.
        let key = try given ?? SealKeyFile.readOrMake(workplace.sealKey, workplace)
        let lines = BackupLines(console)
        defer { lines.finish() }
        let backup = BackOffice.Backup(
          address, environment: workplace.environment, files: workplace.knownContents, jobs: BackupLines.jobs,
          progress: lines.show)
        return try await backup.write(to: file, replacing: force, key: key, at: workplace.now)
      }
      if workplace.knownContents == nil, try await hasFiles(workplace) {
        console.warn(
          Text(
            zh: "工单附件不在此备份中：HOTLINE_FILES 没有设置；请设置后重新备份，或另行备份附件目录",
            en:
              "the files of orders are not in it: HOTLINE_FILES is not set; set it and back up again, or copy the folder"
          ))
      }
      try BackupLines.card(summary, file: file, output, workplace)
      console.say(
        Text(zh: "\(file)：备份已写好；其中有个人信息，请妥善保管", en: "\(file): backup written; it holds personal data, so keep it safe"))
    }

    private func hasFiles(_ workplace: Workplace) async throws -> Bool {
      try await workplace.sitting { try await $0.hasFiles() }
    }
  }
}
