import BackOffice
import Domain
import EventStore
import Foundation
import Postgres
import Projections
import Reports
import Spreadsheets

/// Errors from below in words for a person: the thing, the reason, the way out; and the exit status a script needs.
enum Explanation {
  /// The failure to end with; what speaks for itself already passes through.
  ///
  /// - Parameters:
  ///   - server: the server of `HOTLINE_DATABASE`, where that is in use: what cannot be reached is then not ours.
  ///   - zone: by which clock instants are told.
  static func of(_ error: any Error, server: Address? = nil, zone: TimeZone = .gmt) -> any Error {
    switch error {
    case EventStoreError.unreachable(let error) where server != nil: unreachable(error, server)
    case let error as PostgresError where error.isUnreachable: unreachable(error, server)
    case let error as OfficeError: office(error, zone)
    case let error as ViewError: of(error)
    case let error as CampaignRefusal: of(error, zone)
    case let error as CalendarProblem: of(error)
    case let error as ListProblem: Failure(list(error))
    case let error as EventStoreError: store(error, zone)
    case let error as BackupError: backup(error)
    case let error as ContentError: content(error)
    case let error as ClientProgramError: program(error)
    case let fault as LogFault: Failure(.damaged, fault.words)
    case let error as SealError: Failure(error == .notSigned ? .damaged : .failed, error.words)
    case let error as PostgresError: postgres(error)
    case let error as ClusterError: cluster(error)
    // The first command on a full disk fails here; its statement is a page of SQL.
    case MigrationError.failed(_, _, _, let error) where error.isDiskFull: postgres(error)
    case MigrationError.server(let error): postgres(error)
    case let error as MigrationError: migration(error)
    case let error as ProcessError:
      Failure(
        Text(
          zh: "日志中的一个流程此版本不能识别，请使用发布它的 hotline 版本：\n\(error)",
          en: "a process in the log is refused by this version; use the hotline that published it:\n\(error)"))
    case let error as SpreadsheetError: Failure(sheet(error))
    case let error as WriteError: write(error)
    case let error as ReportError: report(error)
    case let error as ReportProofError: proof(error)
    case let error as ScheduleError: of(error, zone)
    case let error as ProjectionError: projection(error)
    default: error
    }
  }

  private static func report(_ error: ReportError) -> Failure {
    let words = Text(zh: error.words.zh, en: error.words.en)
    if case .noCalls = error { return Failure(words) }
    return error == .boardMissing || error == .modelsApart ? Failure(words) : Failure(.usage, words)
  }

  private static func proof(_ error: ReportProofError) -> Failure {
    let words = Text(zh: error.words.zh, en: error.words.en)
    if case .seesLess = error { return Failure(.notAllowed, words) }
    return Failure(.usage, words)
  }

  private static func projection(_ error: ProjectionError) -> Failure {
    switch error {
    case .newer(let name, let stored, let known):
      Failure(
        Text(
          zh:
            "读模型 \(name) 由更新的 hotline 建立（版本 \(stored)，本程序只认识 \(known)）；请使用新版程序，或用 `hotline projection rebuild \(name)` 退回",
          en: "\(error)"))
    case .stopped(let stops):
      Failure(
        Text(
          zh: stops.map { stop in
            "读模型 \(stop.name) 停在事件 \(stop.position)（\(stop.type)）之前，无法处理该事件：\(stop.reason)；此前的内容都在，事件可读后会自动继续：用 `hotline log verify` 查看它是否被改动；若没有，请使用最新的 hotline，或报告此问题"
          }.joined(separator: "\n"),
          en: "\(error)"))
    case .moved(let names, let from):
      Failure(
        .conflict,
        Text(
          zh:
            "读模型 \(names.joined(separator: "、")) 的检查点已不在 \(from)，被别处改动；用 `hotline projection compare \(names.first ?? "")` 核对其内容",
          en: "\(error)"))
    case .notComparable(let name, let stored, let known):
      Failure(
        .conflict,
        Text(
          zh: stored == 0
            ? "\(name) 还没有表，无从比较；首次使用时会建立"
            : "\(name) 的表是版本 \(stored)，本程序认识 \(known)，无法比较",
          en: "\(error)"))
    case .noPrevious(let name):
      Failure(
        Text(zh: "没有保留 \(name) 的旧表；`hotline projection rollback` 只能退回最近一次重建", en: "\(error)"))
    case .previousUnknown(let name, let stored, let known):
      Failure(
        .conflict,
        Text(
          zh: "\(name) 的旧表是版本 \(stored)，本程序只认识 \(known)；请用建立它的 hotline 退回",
          en: "\(error)"))
    }
  }

  private static func store(_ error: EventStoreError, _ zone: TimeZone) -> Failure {
    switch error {
    case .unreachable(let error), .refused(let error): postgres(error)
    case .conflict, .idTaken, .partlyThere: Failure(.conflict, unwritten(error))
    case .busy(let waiting):
      Failure(Text(zh: "已有 \(waiting) 个事件在等待写入，请稍后再试", en: "\(error)"))
    case .held(let holder): Failure(.locked, held(holder, zone))
    // After Ctrl-C nobody reads these: `Interrupt` says "interrupted" and ends by the signal.
    case .cancelled:
      Failure(Text(zh: "没有做完就被中止；重试前请先查看已写入的内容", en: "\(error)"))
    case .hole(let after, let found):
      Failure(
        .damaged,
        Text(
          zh: "日志已损坏：位置 \(after) 之后是 \(found)；用 `hotline log verify` 查看，并从最近的备份恢复",
          en: "\(error)"))
    case .malformedAppend, .otherLog, .unexpected: Failure(unwritten(error))
    }
  }

  private static func postgres(_ error: PostgresError) -> Failure {
    if error.isUnreachable { return unreachable(error, nil) }
    if error.isDiskFull {
      return Failure(
        Text(
          zh: "数据库所在磁盘已满，这一步没有写入（\(error.message)）；此前已提交的都在。腾出空间后再运行同一命令即可继续",
          en:
            "the database's disk is full: this step was not written (\(error.message)); what was committed before it stays; make room and run the same command again, it goes on"
        ))
    }
    return Failure(Text(zh: "数据库拒绝：\(error)", en: "\(error)"))
  }

  private static func unusable(_ field: String, _ value: String, _ reason: String) -> Failure {
    guard let problem = RejectReason(rawValue: reason) else {
      return Failure(
        .usage,
        Text(
          zh: value.isEmpty ? "\(field) 是空的" : "\(field)：“\(value)”：\(reason)", en: "\(field): '\(value)': \(reason)"))
    }
    func words(_ words: KeyPath<Labels, String?>, _ separator: String) -> String {
      [problem.reason, problem.suggestion].compactMap { $0[keyPath: words] }.joined(separator: separator)
    }
    return Failure(
      .usage,
      Text(zh: "\(field)：“\(value)”：\(words(\.zh, "；"))", en: "\(field): '\(value)': \(words(\.en, "; "))"))
  }

  private static func unreachable(_ error: PostgresError, _ server: Address?) -> Failure {
    // libpq sets its hints on lines of their own behind a tab.
    // What libpq guesses of a server that closed a connection is wrong of one that was told to stop.
    let guesses = ["This probably means the server terminated abnormally", "before or while processing the request."]
    let reason = error.message.replacing("\t", with: "").split(separator: "\n").filter { line in
      !guesses.contains { line.hasPrefix($0) }
    }.joined(separator: "\n")
    guard let server else {
      return Failure(
        Text(
          zh: "数据库连接不上：\(reason)；用 `hotline db status` 查看",
          en: "the database cannot be reached: \(reason); look with `hotline db status`"))
    }
    return Failure(
      Text(
        zh: "HOTLINE_DATABASE（\(server)）连接不上：\(reason)；核对地址，或取消该变量以使用自带的数据库",
        en:
          "HOTLINE_DATABASE (\(server)) cannot be reached: \(reason); check the address, or unset it to use the private database"
      ))
  }

  private static func office(_ error: OfficeError, _ zone: TimeZone) -> Failure {
    switch error {
    case .locked(let job):
      Failure(
        .locked,
        Text(
          zh: "另一个进程正在\(job.words.zh)；等它结束后重试",
          en: "another process is \(job.words.en); run this again when it is done"
        ))
    case .noSuchOrder(let no):
      Failure(
        Text(zh: "没有工单 \(no)；用 `hotline order list` 查看", en: "there is no order \(no); look with `hotline order list`"))
    case .refused(let no, let refusal): refused(no, refusal, zone)
    case .noSuchProcess(let name, let known):
      Failure(
        .usage,
        .unknown(Text(zh: "没有流程 \(name)", en: "there is no process \(name)"), name, in: known))
    case .opening(let process, let problems): opening(process, problems)
    case .callerBlocked(let party, let mark): callerBlocked(party, mark, zone)
    case .keyTaken(let key, let no):
      Failure(
        .conflict,
        Text(
          zh: "编号 \(key) 已有工单 \(no)；用 `hotline order show \(no)` 查看",
          en: "order \(no) has the key \(key) already; look with `hotline order show \(no)`"))
    case .definition(let refusal): definition(refusal)
    case .catalogue(let kind, let refusal): catalogue(kind, refusal)
    case .noSuchBatch(let id, let candidates):
      Failure(
        .usage,
        candidates.isEmpty
          ? Text(
            zh: "没有导入批次 \(id)；用 `hotline import list` 查看",
            en: "there is no import \(id); look with `hotline import list`")
          : Text(zh: "多个导入批次以“\(id)”开头；请多写几位", en: "several imports begin with '\(id)'; write more of it"))
    case .undoCutOff(let id):
      Failure(
        .conflict,
        Text(
          zh: "导入批次 \(shortID(id)) 的撤销中途停止；先用 `hotline import undo \(shortID(id))` 完成撤销",
          en: "the undo of import \(shortID(id)) was cut off; finish it with `hotline import undo \(shortID(id))` first"
        ))
    case .alreadyUndone(let id):
      Failure(
        .conflict,
        Text(
          zh: "导入批次 \(shortID(id)) 已经撤销；要恢复请重新导入该文件",
          en: "import \(shortID(id)) is undone already; import the file again to bring it back"))
    case .keepsChanging(let what):
      Failure(
        .conflict,
        Text(zh: "\(what) 一直在被别人修改，没有写入；请重试", en: "\(what) kept changing, nothing was written; run it again"))
    case .unusable(let field, let value, let reason): unusable(field, value, reason)
    case .noSuchParty(let typed): noSuchParty(typed)
    case .severalParties(let typed, let candidates): severalParties(typed, candidates)
    case .stillOpen(_, let orders): stillOpen(orders)
    case .bookRefused(let id, let refusal): bookRefused(id, refusal)
    case .numberTaken(let number, let party): numberTaken(number, party)
    case .referenceQuotesNumber(let reference): quotesNumber(reference)
    case .nothingToTrace(let typed): nothingToTrace(typed)
    case .noSuchCommand(let typed):
      Failure(
        Text(
          zh: "没有对工单做过什么的命令 \(typed)；编号见批量办理的结果或 `hotline trace 工单号`",
          en:
            "no command \(typed) did anything to an order; a bulk tells its id, and so does `hotline trace ORDER`"))
    case .undoImport(let id):
      Failure(
        .usage,
        Text(
          zh: "这些工单来自导入；请用 `hotline import undo \(shortID(id))` 撤销",
          en: "that was an import; take it back with `hotline import undo \(shortID(id))`"))
    case .noAreaOf(let no, let known):
      Failure(
        .conflict,
        Text(
          zh:
            "工单 \(no)：区域表中没有对应的区域（\(known.isEmpty ? "尚未发布区域表" : known.joined(separator: "、"))）；用 `hotline order edit \(no) --area 代码` 指定，或用 --unit 直接派单；待人工处理的：`hotline order list --unit - --kind open`",
          en:
            "order \(no): no region table says whose area it is (\(known.isEmpty ? "none is published" : known.joined(separator: ", "))); set it with `hotline order edit \(no) --area CODE`, or give the unit; what waits for a person: `hotline order list --unit - --kind open`"
        ))
    case .cannotMerge(let no, let process):
      Failure(
        Text(
          zh: "工单 \(no)：流程 \(process) 没有合并动作；可用 `hotline order link` 关联",
          en: "order \(no): process \(process) has no action that merges; link them with `hotline order link`"))
    case .notAllowed(let denial): denied(denial)
    case .switchedOff(let function): switchedOff(function)
    case .organisation(let refusal): organisation(refusal)
    case .cannotFinish(let process):
      Failure(
        Text(
          zh: "流程 \(process) 没有从初始状态直接结束的动作，不能导入已结束的记录",
          en: "process \(process) has no action from its first state to an end, so finished rows cannot be taken in"))
    }
  }
}

extension Date {
  /// As messages tell it: `2026-12-01T09:00:00+08:00`.
  func told(_ zone: TimeZone) -> String {
    var clock = WallClock(zone: zone)
    return clock.text(self, .iso)
  }
}

/// The first eight digits of an id: enough to name one of some imports.
func shortID(_ id: UUID) -> String { String(id.uuidString.lowercased().prefix(8)) }

/// The last twelve digits of a party's id, which commands take for it: those of one import or second begin alike.
func shortID(_ party: PartyID) -> String { String(party.uuid.uuidString.lowercased().suffix(12)) }

extension OfficeJob {
  /// What the process is doing.
  fileprivate var words: Text {
    switch self {
    case .importing: Text(zh: "导入", en: "importing")
    case .reminding: Text(zh: "发送提醒", en: "sending reminders")
    case .reporting: Text(zh: "制作定时报表", en: "making scheduled reports")
    }
  }
}
