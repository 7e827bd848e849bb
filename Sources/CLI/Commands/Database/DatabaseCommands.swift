import ArgumentParser
import BackOffice
import Foundation
import Postgres

/// `hotline db …`: the private database.
struct DatabaseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "db", abstract: "The private PostgreSQL that hotline keeps in its data folder; backups.",
    discussion: """
      Every command starts it when it does not run, and it stays. HOTLINE_HOME names the data folder; HOTLINE_DATABASE, a \
      libpq address, uses a server of yours instead. Backup and restore work with either.
      """,
    subcommands: [Status.self, Start.self, Stop.self, Path.self, Backup.self, Restore.self, Files.self])

  static let columns = [
    ListColumn("state", Text(zh: "状态", en: "state")),
    ListColumn("folder", Text(zh: "数据目录", en: "folder")),
    ListColumn("version", Text(zh: "PostgreSQL 版本", en: "PostgreSQL"), .code),
    ListColumn("pid", Text(zh: "进程", en: "process"), .integer),
    ListColumn("since", Text(zh: "启动于", en: "since"), .instant),
    ListColumn("socket", Text(zh: "套接字目录", en: "socket folder")),
  ]

  /// - Parameter language: `nil` for scripts.
  static func row(_ status: ClusterStatus, _ language: Language?) -> [Value] {
    func said(_ state: Text) -> Value { .text(state(language ?? .en)) }
    func line(_ state: Text, _ server: ClusterStatus.Server) -> [Value] {
      [
        said(state), .text(server.folder), .code(server.version), .integer(server.processID), .instant(server.since),
        .text(server.socketFolder),
      ]
    }
    return switch status {
    case .notCreated(let folder):
      [said(Text(zh: "尚未建立", en: "not created")), .text(folder), .none, .none, .none, .none]
    case .stopped(let folder, let version):
      [said(Text(zh: "已停止", en: "stopped")), .text(folder), .code(version), .none, .none, .none]
    case .changing(let server): line(Text(zh: "正在启动或停止", en: "starting or stopping"), server)
    case .running(let server): line(Text(zh: "运行中", en: "running"), server)
    }
  }

  /// The private cluster; refuses where a server of the user's own is in use.
  static func cluster(_ workplace: Workplace) throws -> Cluster {
    guard workplace.server == nil else {
      throw Failure(
        .usage,
        Text(
          zh: "HOTLINE_DATABASE 指向您自己的服务器；hotline 不启停它",
          en: "HOTLINE_DATABASE names a server of yours; hotline does not start or stop it"))
    }
    return workplace.cluster
  }

  static func show(_ output: OutputOptions, _ workplace: Workplace, _ cluster: Cluster) throws {
    do {
      try Listing.single(
        row(try cluster.status(), output.isForPeople ? workplace.console.language : nil), columns: columns,
        options: output, console: workplace.console,
        zone: output.zone(office: .current))
    } catch {
      throw Explanation.of(error)
    }
  }

  struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "status", abstract: "Show whether it runs; starts nothing.",
      discussion: "Example:\n  hotline db status --format json")
    @OptionGroup var output: OutputOptions
    func run() async throws {
      let workplace = Workplace(output)
      let cluster = try DatabaseCommand.cluster(workplace)
      try DatabaseCommand.show(output, workplace, cluster)
      guard case .running = try cluster.status() else { return }
      let isGoverned = try await Session.isGoverned(try await cluster.start(), at: workplace.now)
      if !isGoverned { PersonCommand.sayUngoverned(workplace.console) }
    }
  }

  struct Start: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "start", abstract: "Start it; makes it when there is none.",
      discussion: "Example:\n  hotline db start")
    @OptionGroup var output: OutputOptions
    func run() async throws {
      let workplace = Workplace(output)
      let cluster = try DatabaseCommand.cluster(workplace)
      do {
        let console = workplace.console
        _ = try await cluster.start { step in
          console.say(console.styled(Explanation.step(step)(console.language), .dim))
        }
      } catch {
        throw Explanation.of(error)
      }
      try DatabaseCommand.show(output, workplace, cluster)
    }
  }

  struct Stop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "stop", abstract: "Stop it; running commands are rolled back, nothing committed is lost.",
      discussion: """
        Whoever the data folder belongs to may always stop it, whatever rights they have in the office: systemd, too.

        Example:
          hotline db stop
        """)
    @OptionGroup var output: OutputOptions
    func run() async throws {
      let workplace = Workplace(output)
      let cluster = try DatabaseCommand.cluster(workplace)
      do {
        try await cluster.stop()
      } catch {
        throw Explanation.of(error)
      }
      try DatabaseCommand.show(output, workplace, cluster)
    }
  }

  struct Path: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "path", abstract: "Print the data folder.", discussion: "Example:\n  du -sh \"$(hotline db path)\"")
    @OptionGroup var output: OutputOptions
    func run() async throws {
      let workplace = Workplace(output)
      let sink = try ResultSink(path: nil)
      sink.buffer.append(contentsOf: (workplace.home + "\n").utf8)
      try sink.finish()
    }
  }
}
