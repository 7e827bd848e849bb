import Foundation

extension Text {
  /// What the system says of an `errno`; in Chinese where it is one that files commonly meet.
  static func system(_ code: Int32) -> Text {
    let en = unsafe String(cString: strerror(code))
    let zh: String? =
      switch code {
      case ENOENT: "没有这个文件或目录"
      case EACCES, EPERM: "没有权限"
      case EEXIST: "已经存在"
      case ENOTDIR: "路径中有一段不是目录"
      case EISDIR: "是目录"
      case ENOSPC, EDQUOT: "磁盘已满"
      case EROFS: "文件系统是只读的"
      case EIO: "读写磁盘出错"
      case EMFILE, ENFILE: "打开的文件太多"
      case ENAMETOOLONG: "名称太长"
      case ENOMEM: "内存不足"
      default: nil
      }
    return Text(zh: zh ?? en, en: en)
  }
}
