import BackOffice

extension Explanation {
  /// Why a backup was not written or restored.
  static func backup(_ error: BackupError) -> Failure {
    let zh: String
    var status = ExitStatus.failed
    switch error {
    case .exists(let path):
      zh = "\(path) 已经存在；请换一个文件名，或用 --force 取代它"
      status = .conflict
    case .notWritten(let path, let code): zh = "\(path)：无法写入（\(Text.system(code).zh)）；请另选位置或腾出空间"
    case .notRead(let path, let code): zh = "\(path)：无法读取（\(Text.system(code).zh)）；请核对文件名和权限"
    case .noBackup(let path): zh = "\(path) 不是 hotline 的备份；请给出 hotline db backup 写的文件"
    case .truncated(let path):
      zh = "\(path) 不完整：没有整个复制过来；请重新复制，或使用更早的备份"
      status = .damaged
    case .altered(let path, let part):
      zh = "\(path)：\(part) 与写入时不同；请重新复制，或使用另一份备份"
      status = .damaged
    case .noLog: zh = "还没有日志可以备份"
    case .damaged(let fault):
      zh = "日志与写入时不同，这样的备份无法恢复：\(fault.words.zh)；用 hotline log verify 查看，同时先用 pg_dump 复制数据库"
      status = .damaged
    case .notEmpty(let count):
      zh = "日志里已有 \(count) 个事件，备份只能恢复到空的日志里；请把 HOTLINE_HOME 设为新的目录，或把 HOTLINE_DATABASE 设为空的数据库"
      status = .conflict
    case .nowhereForFiles(let count):
      zh = "备份中有 \(count) 个工单附件；请用 HOTLINE_FILES 指定存放它们的目录"
      status = .usage
    case .notTheSame(let fault):
      zh = "恢复出来的不是封存的日志，已经移除：\(fault.words.zh)；请使用另一份备份"
      status = .damaged
    }
    return Failure(status, Text(zh: zh, en: "\(error)"))
  }

  /// Why the content of a file is not to be had, or not kept.
  static func content(_ error: ContentError) -> Failure {
    switch error {
    case .notRead(let path, let code):
      Failure(.usage, Text(zh: "\(path)：无法读取（\(Text.system(code).zh)）；请核对文件名和权限", en: "\(error)"))
    case .notAFile(let path): Failure(.usage, Text(zh: "\(path) 不是文件", en: "\(error)"))
    case .notWritten(let path, let code):
      Failure(Text(zh: "\(path)：无法写入（\(Text.system(code).zh)）；请腾出空间或核对权限", en: "\(error)"))
    case .missing(let digest, let folder):
      Failure(
        .damaged, Text(zh: "\(folder) 中没有附件内容 \(digest)；请从备份恢复，或核对 HOTLINE_FILES", en: "\(error)"))
    case .damaged(let digest, let folder):
      Failure(.damaged, Text(zh: "\(folder) 中的附件内容 \(digest) 与存入时不同；请从备份恢复", en: "\(error)"))
    }
  }
}
