import EventStore
import Foundation
import Postgres
import Spreadsheets

/// Errors of PostgreSQL, its programs and of files, in words.
extension Explanation {
  /// What a start of the private database is at.
  static func step(_ step: ClusterStep) -> Text {
    switch step {
    case .waiting:
      Text(zh: "另一命令正在启动或停止数据库；等待中", en: "another command is starting or stopping the database; waiting for it")
    case .movedAway(let user, let obstacle, let folder):
      Text(
        zh: "运行 PostgreSQL 的用户 \(user) 不能进入 \(obstacle)：数据放到 \(folder)",
        en: "user \(user), as whom PostgreSQL runs, may not enter \(obstacle): the data goes to \(folder)")
    case .making(let version, let folder):
      Text(
        zh: "在 \(folder) 中建立 PostgreSQL \(version) 数据库", en: "making a PostgreSQL \(version) cluster in \(folder)")
    case .starting(let version): Text(zh: "启动 PostgreSQL \(version)", en: "starting PostgreSQL \(version)")
    case .stillStarting:
      Text(
        zh: "PostgreSQL 仍在启动；崩溃之后会先重放其日志", en: "PostgreSQL is still starting; after a crash it replays its log first")
    }
  }

  static func cluster(_ error: ClusterError) -> Failure {
    let zh =
      switch error {
      case .notInstalled(let searched):
        "\(searched.joined(separator: "、")) 中没有 PostgreSQL 服务器；请安装（Debian：apt install postgresql），或把 HOTLINE_DATABASE 设为一个服务器"
      case .otherVersion(let folder, let data, let installed):
        "\(folder) 中是 PostgreSQL \(data) 的数据，已安装的是 \(installed.joined(separator: "、"))；请也安装该版本（Debian：apt install postgresql-\(data)），或用 pg_upgrade 迁移数据"
      case .notAFolder(let path): "\(path) 不是目录；请移走该文件，或把 HOTLINE_HOME 设为另一目录"
      case .notPermitted(let path, _): "没有权限使用 \(path)；请以其所有者的身份运行，或把 HOTLINE_HOME 设为自己的目录"
      case .readOnly(let path): "\(path) 在只读的文件系统上；请以可写方式挂载，或把 HOTLINE_HOME 设为另一目录"
      case .diskFull(let path): "\(path) 所在磁盘已满；请腾出空间，或把 HOTLINE_HOME 设为另一磁盘上的目录"
      case .damaged(let folder, let damage): "\(folder) 不是完整的数据库：\(words(damage))；请从备份恢复，或移走后重新建立"
      case .notReachable(let folder, let parent, let user):
        "PostgreSQL 不以 root 运行，而用户 \(user) 不能进入 \(parent)，到不了 \(folder)；请把 HOTLINE_HOME 设为 /var/lib/hotline 之类的目录，或以普通用户运行"
      case .unsafeSocketFolder(let path): "\(path) 属于他人或对他人开放，不能存放套接字；请删除，或把 HOTLINE_HOME 设为路径较短的目录"
      case .busy(let folder): "另一命令启动或停止 \(folder) 中的数据库已有两分钟；请等待或结束它"
      case .notCreated(let folder, let reason): "initdb 无法在 \(folder) 中建立数据库：\(reason)"
      case .notStarted(let folder, let reason, let log):
        "\(folder) 中的 PostgreSQL 没有启动：\(reason.isEmpty ? "没有说明原因" : reason)；其日志是 \(log)"
      case .slow(let folder, _, let log): "\(folder) 中的 PostgreSQL 仍未启动或停止完毕；原因见其日志 \(log)；之后再试"
      case .refused(let folder, let error): "\(folder) 中的 PostgreSQL 拒绝：\(error)"
      case .system(let path, _, let code): "\(path)：\(Text.system(code).zh)"
      }
    return Failure(Text(zh: zh, en: "\(error)"))
  }

  private static func words(_ damage: ClusterError.Damage) -> String {
    switch damage {
    case .linkToNowhere: "它是一个链接，而所指的目录已不存在"
    case .noVersion: "缺少 PG_VERSION"
    case .versionUnreadable: "PG_VERSION 中不是版本号"
    case .ownerCannotRun(let user): "它属于用户 \(user)，而 PostgreSQL 不能以其身份运行；请用 chown 更改"
    }
  }

  static func migration(_ error: MigrationError) -> Failure {
    let zh =
      switch error {
      case .changed(let schema, let number, let name): "\(schema) 的第 \(number) 次迁移（\(name)）在发布之后被改动；请恢复原文，另写一次新的"
      case .unknown(let schema, let number, let name):
        "数据库属于更新的 hotline：\(schema) 有第 \(number) 次迁移（\(name)），本程序不认识；请安装新版"
      case .tooLate(let schema, let number, let name): "\(schema) 的第 \(number) 次迁移（\(name)）排在数据库已有的之前；请改用更大的编号"
      case .failed(let schema, let number, let name, let error): "\(schema) 的第 \(number) 次迁移（\(name)）失败并已回退：\(error)"
      case .server(let error): "数据库拒绝：\(error)"
      }
    return Failure(Text(zh: zh, en: "\(error)"))
  }

  /// Of `pg_dump` and `pg_restore`.
  static func program(_ error: ClientProgramError) -> Failure {
    let zh =
      switch error {
      case .notInstalled(let name):
        "没有安装 \(name.rawValue)；请安装 PostgreSQL 的客户端程序（Debian：apt install postgresql-client）"
      case .notStarted(let name, let code): "\(name.rawValue) 无法启动：\(Text.system(code).zh)"
      case .failed(let name, let words): "\(name.rawValue) 失败：\(words)"
      }
    return Failure(Text(zh: zh, en: "\(error)"))
  }

  /// Of a file that a result is written to.
  static func write(_ error: WriteError) -> Failure {
    let zh =
      switch error {
      case .folderMissing(let path): "\(path)：目录不存在；请建立它，或另选目录"
      case .isFolder(let path): "\(path) 是目录；请写其中的文件名"
      case .notAFile(let path): "\(path) 不是普通文件；请换一个名称"
      case .notPermitted(let path): "\(path)：没有写入该目录的权限；请另选目录"
      case .readOnly(let path): "\(path)：目录在只读的磁盘上；请另选目录"
      case .diskFull(let path): "\(path)：磁盘已满；请腾出空间，或另选磁盘"
      case .system(let path, let code): "\(path)：\(Text.system(code).zh)；没有写入任何内容"
      case .library(let path, let code, let message): "\(path)：工作簿无法写入：\(message)（libxlsxwriter \(code)）；没有写入任何内容"
      case .damaged(let path, let part): "\(path)：写好的工作簿读不回来（\(part)）；磁盘是否已满或有故障？没有写入任何内容"
      }
    return Failure(Text(zh: zh, en: "\(error)"))
  }

  /// Of the log that did not take an event, where nothing else is to be done about it than to say so.
  static func unwritten(_ error: EventStoreError) -> Text {
    let zh: String? =
      switch error {
      case .conflict(let stream, let expected, let actual):
        "\(stream) 已被改动（预期 \(expected)，现在是版本 \(actual)）；请重新查看后再办理"
      case .idTaken(let id, let position): "事件编号 \(id) 已在位置 \(position) 用于其他内容"
      case .partlyThere(let id, let position): "这条命令的一部分以前已登记（事件 \(id)，位置 \(position)），不能整体重做"
      case .malformedAppend(let reason): "无法写入：\(reason)"
      case .otherLog(let position, let head):
        "现在的日志（\(head) 个事件）不是曾读到位置 \(position) 的那一个；由它计算的内容须从头重新计算"
      case .unexpected(let words): "日志遇到不认识的情况：\(words)；请附上这段文字报告"
      case .hole, .unreachable, .refused, .busy, .held, .cancelled: nil
      }
    return Text(zh: zh ?? "\(error)", en: "\(error)")
  }

  /// Of the log that another session keeps to itself: who, since when, and how it is ended.
  static func held(_ holder: HeadHolder, _ zone: TimeZone) -> Text {
    var clock = WallClock(zone: zone)
    let since = holder.since.map { clock.text($0, .minute) }
    let (application, user) = (holder.application ?? "?", holder.user ?? "?")
    let end = "select pg_terminate_backend(\(holder.pid))"
    return Text(
      zh:
        "日志被另一会话占用\(since.map { "（自 \($0) 起）" } ?? "")：\(application)，数据库用户 \(user)，服务器进程 \(holder.pid)；没有写入任何内容。请让它结束，或由数据库管理员执行 `\(end)`，然后重试",
      en:
        "another session keeps the log locked\(since.map { " since \($0)" } ?? ""): \(application), database user \(user), server process \(holder.pid); nothing was written; let it end, or have it ended with `\(end)`, then repeat"
    )
  }
}
