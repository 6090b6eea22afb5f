import {
  Activity,
  AppWindow,
  Crosshair,
  FileUp,
  History,
  LayoutDashboard,
  type LucideIcon,
  MonitorSmartphone,
  Network,
  PlugZap,
  ServerCog,
  Settings,
  ShieldCheck,
  Stethoscope,
  Users,
} from 'lucide-react';
import type { Role } from '@/lib/auth/administrator';

/** Keys of the words under `ui.nav`. */
export type PageName =
  | 'overview'
  | 'apps'
  | 'users'
  | 'ranges'
  | 'test'
  | 'import'
  | 'liveSessions'
  | 'visits'
  | 'changes'
  | 'nginx'
  | 'people'
  | 'sessions'
  | 'doctor'
  | 'settings';

export type NavigationItem = { name: PageName; href: string; icon: LucideIcon; role: Role };

export type NavigationGroup = { name: 'rules' | 'audit' | 'administration' | null; items: NavigationItem[] };

/** The dashboard's pages, in the order of the menu and of the command palette. */
export const navigation: NavigationGroup[] = [
  {
    name: null,
    items: [{ name: 'overview', href: '/admin', icon: LayoutDashboard, role: 'viewer' }],
  },
  {
    name: 'rules',
    items: [
      { name: 'apps', href: '/admin/apps', icon: AppWindow, role: 'viewer' },
      { name: 'users', href: '/admin/users', icon: Users, role: 'viewer' },
      { name: 'ranges', href: '/admin/ip-ranges', icon: Network, role: 'viewer' },
      { name: 'test', href: '/admin/test', icon: Crosshair, role: 'viewer' },
      { name: 'import', href: '/admin/import', icon: FileUp, role: 'editor' },
    ],
  },
  {
    name: 'audit',
    items: [
      { name: 'liveSessions', href: '/admin/live-sessions', icon: PlugZap, role: 'viewer' },
      { name: 'visits', href: '/admin/audit/visits', icon: Activity, role: 'viewer' },
      { name: 'changes', href: '/admin/audit/changes', icon: History, role: 'viewer' },
    ],
  },
  {
    name: 'administration',
    items: [
      { name: 'nginx', href: '/admin/nginx', icon: ServerCog, role: 'editor' },
      { name: 'people', href: '/admin/people', icon: ShieldCheck, role: 'admin' },
      { name: 'sessions', href: '/admin/sessions', icon: MonitorSmartphone, role: 'admin' },
      { name: 'doctor', href: '/admin/doctor', icon: Stethoscope, role: 'admin' },
      { name: 'settings', href: '/admin/settings', icon: Settings, role: 'admin' },
    ],
  },
];
